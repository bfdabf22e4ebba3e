using HyperSearch;

namespace Search.Tests;

/// <summary>A study whose data lie elsewhere than last time goes on, and one whose data are not there starts no trial.</summary>
public sealed class PreparedStudyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_that_are_not_there_end_a_run_before_anything_is_on_record()
    {
        var run = await InvokeAsync("run", "--data", _folder.File("mistyped"));

        Assert.Equal(new CommandRun(1, "", $"The study cannot begin, and no trial was started: There is no folder \"{_folder.File("mistyped")}\".\n"), run);
        Assert.False(File.Exists(Store));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("work")]
    [InlineData("replay", "--scores")]
    public async Task Data_that_are_not_there_leave_a_record_as_it_was(params string[] args)
    {
        await InvokeAsync("run", "--data", Folder("here"), "--trials", "2");

        var again = await InvokeAsync([.. args, "--data", _folder.File("mistyped")]);
        var shown = await InvokeAsync("show");

        Assert.Equal((1, $"The study cannot begin, and no trial was started: There is no folder \"{_folder.File("mistyped")}\".\n"), (again.ExitCode, again.Error));
        Assert.Contains($"option    --data {_folder.File("here")}\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("2 trials: 2 complete", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_have_moved_are_used_from_then_on()
    {
        var (here, there) = (Folder("here"), Folder("there"));
        await InvokeAsync("run", "--data", here, "--trials", "2");

        var moved = await InvokeAsync("run", "--data", there, "--trials", "4");
        var more = await InvokeAsync("resume", "--trials", "5");
        var report = await InvokeAsync("report");
        var replay = await InvokeAsync("replay", "--scores", "0", "4");

        Assert.Equal((0, 0, 0), (moved.ExitCode, more.ExitCode, replay.ExitCode));
        Assert.StartsWith($"changed: --data: last {here}, now {there}\ncontinuing: 2 of 4 trials finished\n", moved.Error, StringComparison.Ordinal);
        Assert.EndsWith($"\nfrom {there}\n", report.Out, StringComparison.Ordinal);
        Assert.Equal("5 proposals recomputed, all identical\n2 trials run again, all scores identical\n", replay.Out);
        Assert.Contains($"option    --data {there}\n", (await InvokeAsync("show")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_from_when_the_option_could_not_change_goes_on()
    {
        await CommandRun.OfAsync(Create(mayChange: false), "run", "--store", Store, "--data", Folder("here"), "--trials", "2");

        var refused = await CommandRun.OfAsync(Create(mayChange: false), "run", "--store", Store, "--data", Folder("there"));
        var run = await InvokeAsync("run", "--data", Folder("there"));

        Assert.Equal((1, 0), (refused.ExitCode, run.ExitCode));
        Assert.Contains($"--data: on record {_folder.File("here")}, now {_folder.File("there")}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_study_needs_no_data()
    {
        var here = Folder("here");
        await InvokeAsync("run", "--data", here);
        Directory.Delete(here);

        var again = await InvokeAsync("run");

        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("finished: 5 of 5 trials.", again.Error, StringComparison.Ordinal);
    }

    private string Folder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    private Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(Create(mayChange: true), [.. args[..1], "--store", Store, .. args[1..]]);

    private static Study<double> Create(bool mayChange)
    {
        var data = new StudyOption("data", "A folder.", "nowhere") { MayChange = mayChange };
        return new("prepared")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (x, _, _) => x,
            Strategy = new RandomSearch(),
            Budget = new(5),
            Options = [data],
            Prepare = () =>
            {
                if (!Directory.Exists(data.Value))
                    throw new DirectoryNotFoundException($"There is no folder \"{data.Value}\".");
            },
            Conclusion = _ => $"from {data.Value}",
        };
    }
}
