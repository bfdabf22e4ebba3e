using Dapper;
using HyperSearch;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>What the verbs that read a record print, as a person or another program sees it.</summary>
public sealed class SeenVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report-table", "report", "--best", "3")]
    [InlineData("report-md", "report", "--best", "3", "--format", "md")]
    [InlineData("report-json", "report", "--best", "2", "--format", "json")]
    [InlineData("report-csv", "report", "--best", "4", "--format", "csv")]
    [InlineData("trials-table", "trials")]
    [InlineData("trials-csv", "trials", "--format", "csv")]
    [InlineData("trials-failed-csv", "trials", "--state", "failed", "--format", "csv")]
    [InlineData("trials-json", "trials", "--format", "json")]
    [InlineData("show-study", "show")]
    [InlineData("show-study-json", "show", "--format", "json")]
    [InlineData("show-trial", "show", "3")]
    [InlineData("show-failed-trial", "show", "4")]
    [InlineData("show-trial-json", "show", "3", "--format", "json")]
    [InlineData("list-table", "list")]
    [InlineData("list-csv", "list", "--format", "csv")]
    [InlineData("list-json", "list", "--format", "json")]
    public async Task A_record_is_printed_as_expected(string name, params string[] args)
    {
        await RecordAsync("test-study");
        await RecordAsync("another");

        var run = await CommandRun.OfAsync(Create(), [.. args, "--store", Store]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(args[0] == "report" ? "1 of 6 trials failed with: System.FormatException: no data (`show 4` prints the error in full, `trials --state failed` lists all that failed)\n" : "", run.Error);
        Expectation.Matches(name, run.Out);
    }

    [Theory]
    [InlineData("report-earlier-table", "report", "--best", "2")]
    [InlineData("report-earlier-md", "report", "--best", "2", "--format", "md")]
    [InlineData("report-earlier-json", "report", "--best", "1", "--format", "json")]
    [InlineData("show-earlier", "show")]
    [InlineData("show-earlier-json", "show", "--format", "json")]
    public async Task A_study_that_learns_says_what_from_and_what_came_of_it(string name, params string[] args)
    {
        await RecordAsync("another");
        await RecordAsync("yet another");
        await RecordAsync("test-study", new LearnsFromBest());

        var run = await CommandRun.OfAsync(Create(), [.. args, "--store", Store]);

        Assert.Equal(0, run.ExitCode);
        Expectation.Matches(name, run.Out);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("resume")]
    [InlineData("work")]
    [InlineData("replay")]
    [InlineData("report")]
    [InlineData("importance")]
    [InlineData("trials")]
    [InlineData("show")]
    [InlineData("enqueue")]
    [InlineData("ask")]
    [InlineData("tell")]
    [InlineData("serve")]
    [InlineData("trial")]
    [InlineData("list")]
    [InlineData("copy")]
    [InlineData("rename")]
    [InlineData("delete")]
    [InlineData("backup")]
    [InlineData("export")]
    [InlineData("import")]
    public async Task Help_of_a_verb_is_as_expected(string verb)
    {
        var help = await CommandRun.OfAsync(Studies.Create(), verb, "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Expectation.Matches($"help-{verb}", help.Out.Replace($"[default: {Environment.ProcessorCount}]", "[default: 2]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_that_is_not_on_record_cannot_be_shown()
    {
        await RecordAsync("test-study");

        var missing = await CommandRun.OfAsync(Create(), "show", "99", "--store", Store);

        Assert.Equal((1, "Study 'test-study' has no trial 99. It has 0 … 5.\n"), (missing.ExitCode, missing.Error));
    }

    // Six trials of which one failed, on a machine and at times that are always the same.
    private async Task RecordAsync(string name, IStrategy? strategy = null)
    {
        await CommandRun.OfAsync(Create(strategy), "run", "--store", Store, "--name", name, "--workers", "1");
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.ExecuteAsync(
            """
            UPDATE studies SET created = '2026-01-31T12:00:00.000Z';
            UPDATE workers SET host = 'machine', process = 7, instructions = 'AVX2';
            UPDATE trials SET started = '2026-01-31T12:00:0' || number || '.000Z', finished = '2026-01-31T12:00:0' || (number + 1) || '.250Z';
            UPDATE trials SET error = 'System.FormatException: no data' || char(10) || '   at the study' WHERE error IS NOT NULL;
            """);
    }

    private static Study<(double Rate, int Units)> Create(IStrategy? strategy = null) => Studies.Create(
        (settings, trial, _) =>
        {
            for (var step = 1; step <= 3; step++)
                trial.Report(step, step * settings.Units);
            return trial.Number == 4 ? throw new FormatException("no data") : settings.Units + trial.Number / 8.0;
        },
        trials: 6,
        strategy: strategy);
}
