using System.Text.Json;
using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;
using static Search.Tests.LearningStudy;

namespace Search.Tests;

/// <summary>A study learns from the earlier ones of its store: by default, by name, or not at all; and what it has learnt from stays.</summary>
public sealed class LearnFromTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_study_learns_from_those_of_much_the_same_space_and_names_them()
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "another", "--seed", "3", "--trials", "9");

        var run = await RunAsync(Second, "--trials", "6");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("learning from: another (9 results), learning-first (12 results)\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["earlier studies: best of another", "earlier studies: best of learning-first", null], (await TrialsAsync(Second)).Take(3).Select(trial => trial.Note));
        Assert.Contains("learning from: another (9 results), learning-first (12 results)\ncontinuing", Sorted((await RunAsync(Second, "--trials", "8")).Error), StringComparison.Ordinal);
        Assert.Equal("8 proposals recomputed, all identical\n", (await InvokeAsync(Create(), "replay")).Out);

        static string Sorted(string error) => string.Join('\n', error.Split('\n').Where(line => line.StartsWith("learning", StringComparison.Ordinal) || line.StartsWith("continuing", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_none_it_begins_from_nothing()
    {
        await RunAsync(First);

        var run = await RunAsync(Second, "--learn-from", "none", "--trials", "3");
        var again = await RunAsync(Second, "--learn-from", "none", "--trials", "4");

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.DoesNotContain("earn", run.Error + again.Error, StringComparison.Ordinal);
        Assert.All(await TrialsAsync(Second), trial => Assert.Null(trial.Note));
    }

    [Theory]
    [InlineData("churn-*", "churn-b (3 results), churn-a (3 results)")]
    [InlineData("churn-a", "churn-a (3 results)")]
    [InlineData("churn-?,learning-first", "churn-b (3 results), churn-a (3 results), learning-first (12 results)")]
    public async Task It_learns_from_those_that_are_named(string patterns, string named)
    {
        await RunAsync(First);
        foreach (var name in (string[])["churn-a", "churn-b"])
            await RunAsync(First, "--name", name, "--trials", "3");

        var run = await RunAsync(Second, "--learn-from", patterns, "--trials", "3");
        var again = await RunAsync(Second, "--learn-from", patterns, "--trials", "4");

        Assert.Contains($"learning from: {named}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.Contains("continuing: 3 of 4 trials finished\n", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curn-*", "There is no earlier study to 'curn-*'. There are: empty, learning-first, other-space. `--learn-from none` begins without.\n")]
    [InlineData("learning-first,curn", "There is no earlier study to 'curn'. There are: empty, learning-first, other-space. `--learn-from none` begins without.\n")]
    [InlineData("learning-second", "There is no earlier study to 'learning-second'. There are: empty, learning-first, other-space. `--learn-from none` begins without.\n")]
    [InlineData("other-*", "There is nothing to learn from other-space: no parameter is the study's own, by name, kind and scale. `--learn-from none` begins without.\n")]
    [InlineData("empty", "There is nothing to learn from empty: no trial is complete. `--learn-from none` begins without.\n")]
    public async Task A_name_to_which_there_is_nothing_to_learn_from_is_an_error_and_no_study_begins(string patterns, string message)
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "empty", "--trials", "1");
        await InvokeAsync(OtherSpace(), "run", "--trials", "3");
        await using (var connection = new SqliteConnection($"Data Source={Store};Pooling=false"))
            await connection.ExecuteAsync("DELETE FROM trials WHERE study = (SELECT id FROM studies WHERE name = 'empty')");

        var run = await RunAsync(Second, "--learn-from", patterns);

        Assert.Equal((1, message), (run.ExitCode, run.Error));
        Assert.DoesNotContain(Second, (await InvokeAsync(Create(), "list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData(",")]
    public async Task An_empty_name_is_wrong_usage(string patterns)
    {
        var run = await RunAsync(Second, "--learn-from", patterns);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--learn-from takes names with commas between them", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_file_names_those_it_learns_from_and_the_command_line_has_the_last_word()
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "churn", "--trials", "3");
        var named = Create(learnFrom: Earlier.Studies("chu*"));

        Assert.Contains("learning from: churn (3 results)\n", (await InvokeAsync(named, "run", "--trials", "1", "--name", "a")).Error, StringComparison.Ordinal);
        Assert.Contains("learning from: learning-first (12 results)\n", (await InvokeAsync(named, "run", "--trials", "1", "--name", "b", "--learn-from", "*first")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("earn", (await InvokeAsync(named, "run", "--trials", "1", "--name", "c", "--learn-from", "none")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("earn", (await InvokeAsync(Create(learnFrom: Earlier.None), "run", "--trials", "1", "--name", "d")).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await InvokeAsync(Create(learnFrom: Earlier.Studies("x")), "run", "--trials", "1", "--name", "e")).ExitCode);
    }

    [Fact]
    public async Task What_a_study_on_record_learns_from_was_chosen_when_it_began()
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "churn", "--trials", "3");
        await RunAsync(Second, "--trials", "3", "--learn-from", "churn");

        foreach (var other in (string[])["none", "learning-first", "churn,learning-first"])
        {
            var run = await RunAsync(Second, "--learn-from", other);
            Assert.Equal((other, 1, "What study 'learning-second' learns from was chosen when it began: churn (3 results). Go on without choosing it anew, or begin another study under another name.\n"),
                (other, run.ExitCode, run.Error));
        }
        Assert.Equal(3, (await TrialsAsync(Second)).Count);
        Assert.Equal(0, (await InvokeAsync(Create(), "run", "--trials", "4")).ExitCode);
        Assert.Equal(2, (await InvokeAsync(Create(), "resume", "--learn-from", "churn")).ExitCode);
    }

    [Fact]
    public async Task A_strategy_that_does_not_learn_takes_nothing_and_warns_where_it_was_asked_to()
    {
        await RunAsync(First);
        var random = Create(strategy: new RandomSearch());

        var (byDefault, asked) = (await InvokeAsync(random, "run", "--trials", "1", "--name", "a"), await InvokeAsync(random, "run", "--trials", "1", "--name", "b", "--learn-from", "*"));
        var inFile = await InvokeAsync(Create(strategy: new RandomSearch(), learnFrom: Earlier.Studies("x")), "run", "--trials", "1", "--name", "c");

        const string Warning = "Warning: HyperSearch.RandomSearch does not learn from earlier studies.\n";
        Assert.DoesNotContain("earn", byDefault.Error, StringComparison.Ordinal);
        Assert.All([asked, inFile], run => Assert.Equal((0, true), (run.ExitCode, run.Error.Contains(Warning, StringComparison.Ordinal))));
        Assert.DoesNotContain("learnt", (await InvokeAsync(random, "show", "--name", "b")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Narrowing_learns_where_what_it_wraps_does()
    {
        await RunAsync(First);

        Assert.Contains("learning from: learning-first", (await InvokeAsync(Create(strategy: new Narrowing(new LearnsFromBest())), "run", "--trials", "1", "--name", "a")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("earn", (await InvokeAsync(Create(strategy: new Narrowing(new RandomSearch())), "run", "--trials", "1", "--name", "b")).Error, StringComparison.Ordinal);
        Assert.StartsWith("round 1: earlier studies: best of learning-first", (await TrialsAsync("a"))[0].Note, StringComparison.Ordinal);
        Assert.Contains("1 trial proposed from them, best", (await InvokeAsync(Create(), "report", "--name", "a")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_study_is_passed_over_with_a_warning_unless_it_was_named()
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "damaged");
        await using (var connection = new SqliteConnection($"Data Source={Store};Pooling=false"))
            await connection.ExecuteAsync("UPDATE studies SET options = 'x' WHERE name = 'damaged'");

        var (byDefault, named) = (await RunAsync(Second, "--trials", "2"), await RunAsync(Second, "--trials", "2", "--name", "other", "--learn-from", "damaged"));

        Assert.Equal((0, 1), (byDefault.ExitCode, named.ExitCode));
        Assert.Contains("Warning: Nothing is learnt from study 'damaged': In ", byDefault.Error, StringComparison.Ordinal);
        Assert.Contains("learning from: learning-first (12 results)\n", byDefault.Error, StringComparison.Ordinal);
        Assert.Contains("Study 'damaged' cannot be read", named.Error, StringComparison.Ordinal);
    }

    /// <summary>The same trials as if nothing had happened, although the process was killed, and one earlier study is gone, and another has grown.</summary>
    [Fact]
    public async Task A_study_that_is_killed_goes_on_as_it_would_have_after_the_earlier_ones_have_changed()
    {
        await RunAsync(First);
        await RunAsync(First, "--name", "grown", "--trials", "5");
        var unbroken = _folder.File("unbroken.db");
        File.Copy(Store, unbroken);
        Assert.Equal(0, (await CommandRun.OfAsync(Create(), "run", "--store", unbroken, "--workers", "1")).ExitCode);

        using (var process = StudyProcess.StartStudy(Second, "run", "--store", Store, "--workers", "1"))
        {
            while ((await TrialsAsync(Second)).Count < 5)
                await Task.Delay(10, Cancel);
            await process.KillAsync();
        }
        await RunAsync(First, "--name", "grown", "--trials", "15");
        await RunAsync(First, "--name", "newer", "--seed", "9");
        Assert.Equal(0, (await InvokeAsync(Create(), "delete", "--name", First, "--yes")).ExitCode);
        using (var process = StudyProcess.StartStudy(Second, "resume", "--store", Store, "--workers", "1"))
            Assert.Equal(0, (await process.EndAsync()).ExitCode);

        await using var store = new SqliteStudyStore(unbroken);
        var expected = await (await store.FindAsync(Second, Cancel))!.ReadAsync(Cancel);
        Assert.Equal(expected.Select(trial => (trial.Point, trial.Value, trial.Note)), (await TrialsAsync(Second)).Select(trial => (trial.Point, trial.Value, trial.Note)));
        Assert.Equal("30 proposals recomputed, all identical\n", (await InvokeAsync(Create(), "replay")).Out);
    }

    [Fact]
    public async Task Processes_that_begin_a_study_together_learn_from_the_same()
    {
        await RunAsync(First);
        // Each sees another store when it starts.
        var processes = new List<StudyProcess>();
        for (var i = 0; i < 3; i++)
        {
            processes.Add(StudyProcess.StartStudy(Second, "run", "--store", Store, "--workers", "2", "--trials", "60"));
            await RunAsync(First, "--name", $"more-{i}", "--trials", "4");
        }

        foreach (var process in processes)
        {
            Assert.Equal(0, (await process.EndAsync()).ExitCode);
            process.Dispose();
        }

        Assert.Equal(60, (await TrialsAsync(Second)).Count);
        Assert.Equal("60 proposals recomputed, all identical\n", (await InvokeAsync(Create(), "replay")).Out);
    }

    [Fact]
    public async Task Reports_as_json_say_what_was_taken_and_what_came_of_it()
    {
        await RunAsync(First);
        await RunAsync(Second, "--trials", "10");
        var trials = await TrialsAsync(Second);
        var others = trials.Skip(1).Where(trial => trial.Value is not null).ToArray();

        foreach (var verb in (string[])["report", "show"])
        {
            using var json = JsonDocument.Parse((await InvokeAsync(Create(), verb, "--format", "json")).Out);
            var study = Assert.Single(json.RootElement.GetProperty("earlier_studies").EnumerateArray());
            Assert.Equal((First, "score", 12, 12, 3), (study.GetProperty("study").GetString(), study.GetProperty("metric").GetString(),
                study.GetProperty("results").GetInt32(), study.GetProperty("taken").GetInt32(), study.GetProperty("shared_parameters").GetInt32()));
            Assert.Equal((await TrialsAsync(First)).Max(trial => trial.Value), study.GetProperty("best").GetDouble());
            var from = json.RootElement.GetProperty("from_earlier_studies");
            Assert.Equal((1, 9), (from.GetProperty("trials").GetInt32(), from.GetProperty("other_trials").GetInt32()));
            Assert.Equal((trials[0].Value, others.Max(trial => trial.Value)), (from.GetProperty("best").GetDouble(), from.GetProperty("best_other").GetDouble()));
            Assert.Equal(others.FirstOrDefault(trial => trial.Value > trials[0].Value)?.Number, from.GetProperty("first_better_trial") is { ValueKind: JsonValueKind.Number } first ? first.GetInt32() : null);
        }
    }

    private static Study<double> OtherSpace() => new("other-space")
    {
        Goal = Goal.Maximize("score"),
        // Of the same name, but on another scale or of another kind.
        Space = suggest => suggest.Uniform("rate", 1e-6, 1e-1) + suggest.Uniform("units", 1, 8) + suggest.Ordinal("kind", 1, 2, 3),
        Objective = (x, _, _) => x,
        Strategy = new RandomSearch(),
    };

    private Task<CommandRun> RunAsync(string name, params string[] args) => InvokeAsync(Create(name), "run", ["--workers", "1", .. args]);

    private Task<CommandRun> InvokeAsync(Study study, string verb, params string[] args) => CommandRun.OfAsync(study, [verb, "--store", Store, .. args]);

    private async Task<IReadOnlyList<Trial>> TrialsAsync(string study)
    {
        await using var store = new SqliteStudyStore(Store);
        return await store.FindAsync(study, Cancel) is { } record ? await record.ReadAsync(Cancel) : [];
    }
}
