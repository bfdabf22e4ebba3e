using System.Text;
using System.Text.RegularExpressions;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The page as one file.</summary>
public sealed partial class PageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_has_the_page_with_the_data_in_one_element_that_no_text_can_end()
    {
        BuiltPage.Require();
        await using var store = new MemoryStudyStore();
        var studies = await PageFile.ReadAsync([await PageStudyExample.RecordAsync(store, Cancel)], cancel: Cancel);

        var bytes = PageFile.Write(_folder.File("study.html"), studies);

        var page = await File.ReadAllTextAsync(_folder.File("study.html"), Cancel);
        Assert.Equal(bytes, new FileInfo(_folder.File("study.html")).Length);
        Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--data-->", page, StringComparison.Ordinal);
        var json = Data().Matches(page);
        var data = PageData.Read(Encoding.UTF8.GetBytes(Assert.Single(json).Groups["json"].Value));
        Assert.Equal(("file", PageStudyExample.Name), (data.GetProperty("source").GetString(), Assert.Single(data.Items("studies")).GetProperty("name").GetString()));
        Assert.Matches("""<meta http-equiv="Content-Security-Policy" content="default-src 'none'""", page);
        Assert.DoesNotMatch("""(src|href)="(https?:)?//""", page);
    }

    [Fact]
    public void A_study_of_100_000_trials_is_a_file_of_at_most_two_megabytes()
    {
        BuiltPage.Require();

        var study = LargeStudy.Create(100_000, steps: 5);
        var inFull = new PageStudy
        {
            Study = study.Study,
            Created = study.Created,
            Trials = study.Trials,
            Attempts = study.Attempts,
            Details = [.. study.Ranking.MostImportant(300).Select(trial => new PageTrial(trial, new('<', 10_000), []))],
        };

        Assert.InRange(PageFile.Write(_folder.File("study.html"), [inFull]), 500_000, 2_000_000);
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_leaves_the_one_before()
    {
        BuiltPage.Require();
        var file = _folder.File("study.html");
        File.WriteAllText(file, "<!doctype html>before");

        Assert.Throws<IOException>(() => OutputFile.Write(file, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("full");
        }));

        Assert.Equal("<!doctype html>before", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_folder.File("")));
    }

    [Fact]
    public void Files_of_another_kind_are_not_replaced()
    {
        File.WriteAllText(_folder.File("page.html"), "<!DOCTYPE html><p>");
        File.WriteAllText(_folder.File("store.db"), "SQLite format 3\0...");
        File.WriteAllText(_folder.File("notes.txt"), "mine");
        File.WriteAllText(_folder.File("empty"), "");

        Assert.Null(ObjectionToPage("page.html"));
        Assert.Null(ObjectionToPage("empty"));
        Assert.Null(ObjectionToPage("new.html"));
        Assert.Null(OutputFile.ObjectionTo(_folder.File("notes.txt")));
        Assert.Contains("is of another kind", OutputFile.ObjectionTo(_folder.File("store.db")), StringComparison.Ordinal);
        Assert.Contains("is of another kind", ObjectionToPage("store.db"), StringComparison.Ordinal);
        Assert.Contains("is of another kind", ObjectionToPage("notes.txt"), StringComparison.Ordinal);
        Assert.Contains("is a folder", ObjectionToPage(""), StringComparison.Ordinal);
        Assert.Contains("does not exist", ObjectionToPage("no/study.html"), StringComparison.Ordinal);
        Assert.Contains("cannot be written", OutputFile.ObjectionTo("\0"), StringComparison.Ordinal);
    }

    private string? ObjectionToPage(string name) => OutputFile.ObjectionTo(_folder.File(name), "<!doctype html"u8);

    [GeneratedRegex("""<script type="application/json" id="data">(?<json>[^<]*)</script>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Data();
}
