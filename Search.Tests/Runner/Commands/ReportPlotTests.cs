using System.IO.Pipes;
using System.Xml.Linq;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary><c>report --plot</c>, as a person calls it.</summary>
public sealed class ReportPlotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Picture => _folder.File("picture.svg");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("history", "best 5")]
    [InlineData("slice", "best 5")]
    [InlineData("curves", "all others")]
    [InlineData("importance", "units")]
    public async Task A_picture_goes_to_the_file_and_the_same_to_standard_output(string kind, string seen)
    {
        await InvokeAsync("run", "--trials", "30");

        var written = await InvokeAsync("report", "--plot", kind, "-o", Picture);

        Assert.Equal((0, $"wrote the picture to {Picture}\n", ""), (written.ExitCode, written.Out, written.Error));
        var text = await File.ReadAllTextAsync(Picture);
        Assert.Contains(seen, XDocument.Parse(text).Root!.Value, StringComparison.Ordinal);
        Assert.Equal(text, (await InvokeAsync("report", "--plot", kind)).Out);
        Assert.Equal(text, (await InvokeAsync("report", "--plot", kind, "-o", "-")).Out);
    }

    [Fact]
    public async Task Trials_are_selected_and_the_best_are_chosen_as_in_the_report()
    {
        await InvokeAsync("run");

        var drawn = (await InvokeAsync("report", "--plot", "curves", "--where", "units >= 3", "--sort", "rate desc", "--best", "2")).Out;
        var listed = (await InvokeAsync("report", "--format", "csv", "--where", "units >= 3", "--sort", "rate desc", "--best", "2")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1);
        var counted = (await InvokeAsync("trials", "--format", "csv", "--where", "units >= 3")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;

        var texts = XDocument.Parse(drawn).Descendants().Select(element => element.Value).ToArray();
        Assert.Contains($"maximize score; {counted} trials: {counted} complete", texts);
        Assert.All(listed, line => Assert.Contains(texts, text => text.StartsWith($"{line.Split(',')[0]}: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--where", "units > 99")]
    [InlineData("--where", "state = failed")]
    public async Task Where_no_trial_is_left_nothing_is_written(params string[] selection)
    {
        await InvokeAsync("run");

        var run = await InvokeAsync(["report", "--plot", "history", "-o", Picture, .. selection]);

        Assert.Equal((1, "", "The history needs a trial with a score, but none of 0 has one.\n"), (run.ExitCode, run.Out, run.Error));
        Assert.False(File.Exists(Picture));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_and_leaves_nothing_behind()
    {
        await InvokeAsync("run");
        var (missing, folder) = (_folder.File("missing"), Directory.CreateDirectory(_folder.File("folder")).FullName);

        var noFolder = await InvokeAsync("report", "--plot", "history", "-o", Path.Combine(missing, "picture.svg"));
        var aFolder = await InvokeAsync("report", "--plot", "history", "-o", folder);

        Assert.Equal((1, $"The folder of {missing}/picture.svg does not exist: make it, or name another file.\n"), (noFolder.ExitCode, noFolder.Error.Replace('\\', '/')));
        Assert.Equal((1, $"{folder} is a folder: name a file in it.\n"), (aFolder.ExitCode, aFolder.Error));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(folder)!), TemporaryFile.HasTemporaryName);
    }

    [Theory]
    [InlineData("--plot and --format exclude each other: a picture is SVG.", "--plot", "history", "--format", "json")]
    [InlineData("--plot and --rounds exclude each other: a picture is SVG.", "--plot", "history", "--rounds")]
    [InlineData("--plot importance shows parameters, not trials: --best means nothing to it.", "--plot", "importance", "--best", "3")]
    [InlineData("--plot importance shows parameters, not trials: --sort means nothing to it.", "--plot", "importance", "--sort", "units")]
    public async Task Options_that_mean_nothing_together_are_refused(string error, params string[] args)
    {
        var run = await InvokeAsync(["report", .. args]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_picture_of_another_kind()
    {
        var run = await InvokeAsync("report", "--plot", "pie");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("pie", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_is_no_place_for_a_picture()
    {
        await InvokeAsync("run");

        Assert.Equal((1, "", "A picture is no text for a terminal: name a file, as in --output picture.svg.\n"), await OnTerminalAsync("report", "--plot", "history"));
    }

    [Fact]
    public async Task What_is_no_file_is_written_to_and_stays_what_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files have names on Linux.");
        await InvokeAsync("run");
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var reader = new StreamReader(pipe);

        var run = await InvokeAsync("report", "--plot", "history", "-o", $"/dev/fd/{pipe.GetClientHandleAsString()}");
        pipe.DisposeLocalCopyOfClientHandle();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((await InvokeAsync("report", "--plot", "history")).Out, await reader.ReadToEndAsync());
    }

    private async Task<(int Code, string Out, string Error)> OnTerminalAsync(params string[] args)
    {
        using var standardOutput = new StringWriter { NewLine = "\n" };
        using var standardError = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => 80, CanRedraw: false, HasColor: false, HasBlocks: true);
        var code = await StudyApp.RunAsync(Studies.Create(), [.. args, "--store", _folder.File("studies.db")], new(standardOutput, terminal, standardError, terminal, TextReader.Null));
        return (code, standardOutput.ToString(), standardError.ToString());
    }

    private Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(Studies.Create(), [.. args, "--store", _folder.File("studies.db")]);
}
