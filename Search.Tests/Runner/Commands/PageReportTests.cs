using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The page from the command line: <c>report --format html</c> and <c>run --html</c>.</summary>
public sealed class PageReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private string Page => _folder.File("study.html");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_is_written_as_a_page_to_a_file_or_to_standard_output()
    {
        BuiltPage.Require();
        await RunAsync("run", "--trials", "4");

        var toFile = await RunAsync("report", "--format", "html", "-o", Page);
        var toOutput = await RunAsync("report", "--format", "html");

        Assert.Equal((0, 0), (toFile.ExitCode, toOutput.ExitCode));
        Assert.StartsWith($"wrote {Page}: 'test-study', ", toFile.Out, StringComparison.Ordinal);
        Assert.Equal(StudiesIn(File.ReadAllText(Page)), StudiesIn(toOutput.Out));
        Assert.Equal(["test-study"], StudiesIn(toOutput.Out));
        // Once more, over the page that is there.
        Assert.Equal(0, (await RunAsync("report", "--format", "html", "-o", Page)).ExitCode);
    }

    [Fact]
    public async Task A_page_compares_with_other_studies_of_the_store()
    {
        BuiltPage.Require();
        await RunAsync("run", "--trials", "4");
        await RunAsync("run", "--trials", "3", "--name", "other");

        var run = await RunAsync("report", "--format", "html", "-o", Page, "--compare", "other", "--compare", "test-study");
        var missing = await RunAsync("report", "--format", "html", "-o", Page, "--compare", "none");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["test-study", "other"], StudiesIn(File.ReadAllText(Page)));
        Assert.Equal((1, "There is no study 'none' on record. There are: other, test-study.\n"), (missing.ExitCode, missing.Error));
    }

    [Theory]
    [InlineData("json", "{")]
    [InlineData("csv", "number,")]
    [InlineData("md", "test-study")]
    [InlineData("table", "test-study")]
    public async Task Any_report_can_be_written_to_a_file(string format, string begins)
    {
        await RunAsync("run", "--trials", "4");
        var file = _folder.File("report");

        var run = await RunAsync("report", "--format", format, "--output", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(begins, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), (await RunAsync("report", "--format", format)).Out);
    }

    [Theory]
    [InlineData("--format is table, json, csv or md, but it is 'html'.", "trials", "--format", "html")]
    [InlineData("--format is table, json, csv, md or html, but it is 'pdf'.", "report", "--format", "pdf")]
    [InlineData("The page shows all trials and rounds: leave out --rounds, or choose another --format.", "report", "--format", "html", "--rounds")]
    [InlineData("The page shows all trials and rounds: leave out --where, or choose another --format.", "report", "--format", "HTML", "--where", "value > 1")]
    [InlineData("--compare is for the page: add --format html.", "report", "--compare", "other")]
    public async Task What_has_no_meaning_for_a_page_or_for_other_verbs_is_refused(string message, params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/folder.html", "does not exist")]
    [InlineData("studies.db", "is of another kind")]
    public async Task A_place_where_the_page_cannot_be_is_refused_before_a_trial_is_run(string file, string reason)
    {
        BuiltPage.Require();
        await RunAsync("run", "--trials", "1");

        var run = await RunAsync("run", "--trials", "2", "--html", _folder.File(file));
        var report = await RunAsync("report", "--format", "html", "-o", _folder.File(file));

        Assert.Equal((1, 1), (run.ExitCode, report.ExitCode));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, report.Error, StringComparison.Ordinal);
        Assert.Contains("1 trials: 1 complete", (await RunAsync("report")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_writes_the_page_when_it_ends()
    {
        BuiltPage.Require();

        var run = await RunAsync("run", "--trials", "4", "--html", Page);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"the page: {Page}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["test-study"], StudiesIn(File.ReadAllText(Page)));
    }

    [Fact]
    public async Task A_run_that_is_interrupted_writes_the_page_too()
    {
        BuiltPage.Require();
        using var process = StudyProcess.Start("run", "--store", Store, "--html", Page, "--trials", "1000000", "--pause", "20");
        while (!File.Exists(Store) || !(await RunAsync(ProcessStudy.Create(), "report")).Out.Contains("complete", StringComparison.Ordinal))
            await Task.Delay(50, TestContext.Current.CancellationToken);

        await process.InterruptAsync();
        var run = await process.EndAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Equal([ProcessStudy.Name], StudiesIn(await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_in_the_end_costs_a_warning_and_no_trial()
    {
        BuiltPage.Require();
        var folder = Directory.CreateDirectory(_folder.File("pages"));
        var study = Studies.Create((settings, trial, cancel) =>
        {
            folder.Delete();
            return settings.Units;
        }, trials: 1);

        var run = await RunAsync(study, "run", "--html", Path.Combine(folder.FullName, "study.html"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Warning: The file ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 trials: 1 complete", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_page_its_verbs_say_what_to_install()
    {
        Assert.SkipWhen(PageTemplate.Objection is null, "The page is there.");
        await RunAsync("run", "--trials", "1");

        foreach (var args in (string[][])[["report", "--format", "html", "-o", Page], ["run", "--trials", "2", "--html", Page]])
        {
            var run = await RunAsync(args);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("Install Node.js", run.Error, StringComparison.Ordinal);
        }
    }

    private Task<CommandRun> RunAsync(params string[] args) => RunAsync(Studies.Create(), args);

    private Task<CommandRun> RunAsync(HyperSearch.Study study, params string[] args) => CommandRun.OfAsync(study, [.. args, "--store", Store]);

    private static string[] StudiesIn(string page)
    {
        const string Begin = """<script type="application/json" id="data">""";
        var data = page[(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..];
        return [.. PageData.Read(System.Text.Encoding.UTF8.GetBytes(data[..data.IndexOf('<', StringComparison.Ordinal)])).Items("studies").Select(study => study.GetProperty("name").GetString()!)];
    }
}
