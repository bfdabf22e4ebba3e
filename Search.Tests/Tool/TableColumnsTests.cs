using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>What <c>new --csv</c> takes from a table, and that nothing in it becomes code.</summary>
public sealed class TableColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_identifies_rows_or_never_varies_is_left_out()
    {
        var csv = Write("CustomerId,note,always,never,width,wide\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},text {i},1,,{i},{i % 2}\n")));

        var columns = TableColumns.Of(csv, "wide");

        Assert.Equal(["CustomerId", "note", "always", "never"], columns.Left.Select(column => column.Name));
        Assert.Equal(1, columns.Features);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "c", "has no column 'c'. It has 'a', 'b'.")]
    [InlineData("a,b\n1,2\n3,2\n", "b", "has the same value in each of the 2 rows")]
    [InlineData("a,b\n1,2\n3,4\n5,\n", "b", "lacks a value in 1 of 3 rows")]
    [InlineData("a,b\n1,2\n1,3\n", "b", "has no column to predict 'b' from")]
    [InlineData("a,b\n1,2,3\n", "b", "line 2")]
    [InlineData("", "b", "the file is empty")]
    public async Task A_table_of_no_use_is_told_what_it_lacks(string text, string target, string message)
    {
        var csv = Write(text);

        var run = await ToolRun.OfAsync("new", "mine", "--csv", csv, "--target", target, "--output", _folder.File("mine.cs"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("mine.cs")));
    }

    [Fact]
    public async Task A_table_and_its_target_go_together()
    {
        var run = await ToolRun.OfAsync("new", "mine", "--target", "b");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--csv and --target go together", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Names of columns and files are written as literals, and in comments without ends of lines.</summary>
    [Theory]
    [InlineData("\"; Environment.Exit(3); //")]
    [InlineData("two\nEnvironment.Exit(3); //")]
    [InlineData("{{csv}} {name} \\u0022 \u2028 \u202e")]
    public async Task Text_of_the_table_stays_text(string target)
    {
        var csv = Write($"x,y,\"{target.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{i % 2}\n")));
        var file = _folder.File("mine.cs");

        var written = await ToolRun.OfAsync("new", "mine", "--csv", csv, "--target", target, "--output", file);

        Assert.True(written.ExitCode == 0, written.Error);
        var code = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var literal = CSharpText.Literal(target);
        Assert.Equal(3, code.Split(literal).Length);
        Assert.DoesNotContain("Exit", code.Replace(literal, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', written.Out + code);
    }

    private string Write(string text)
    {
        var csv = _folder.File("table.csv");
        File.WriteAllText(csv, text);
        return csv;
    }
}
