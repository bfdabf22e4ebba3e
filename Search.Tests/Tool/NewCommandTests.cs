using System.Reflection;
using HyperSearch;

namespace Search.Tests;

/// <summary><c>new</c> writes a study that runs, and overwrites nothing.</summary>
public sealed class NewCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_study_that_it_writes_runs()
    {
        var file = _folder.File("first-day.cs");
        var written = await ToolRun.OfAsync("new", "first-day", "--output", file);
        Assert.Equal((0, $"Wrote {file}. Run it: dotnet run {file} -- run\n"), (written.ExitCode, written.Out));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var version = typeof(StudyApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        Assert.Equal([$"#:package HyperSearch@{version}", "#:property PublishAot=false"], lines[..2]);

        var run = await ToolRun.OfStudyFileAsync(file, "run", "--trials", "12", "--store", _folder.File("studies.db"));

        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        Assert.Contains("Done: the budget of 12 trials is used up.", run.Error, StringComparison.Ordinal);
        Assert.Contains("first-day: minimize validation loss", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        var file = _folder.File("mine.cs");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var again = await ToolRun.OfAsync("new", "mine", "--output", file);
        var folder = await ToolRun.OfAsync("new", "mine", "--output", _folder.File("."));

        Assert.Equal((1, $"There is '{file}' already, and it stays as it is. Choose another name, or --output FILE.\n"), (again.ExitCode, again.Error));
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(1, folder.ExitCode);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_it_says_so()
    {
        var run = await ToolRun.OfAsync("new", "mine", "--output", _folder.File("no/such/folder.cs"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("The study cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../mine")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".")]
    [InlineData("con")]
    [InlineData("LPT1")]
    [InlineData("1st")]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[2J")]
    [InlineData("étude")]
    [InlineData("a12345678901234567890123456789012345678901234567890")]
    public async Task A_name_that_is_no_plain_file_name_is_refused(string name)
    {
        var run = await ToolRun.OfAsync("new", name);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("The name of a new study has letters a to z, digits, - and _, at most 40, and a letter first, but it is '", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }
}
