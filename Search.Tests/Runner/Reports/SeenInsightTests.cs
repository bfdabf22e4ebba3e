using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Importance as a person sees it.</summary>
public sealed class SeenInsightTests
{
    private const string Hostile = "\e[31mred\u202e|`<b>\\\n=1+1[bold]";

    public static TheoryData<int> Widths => [20, 40, 80, 200];

    [Theory, MemberData(nameof(Widths))]
    public void The_importance_of_parameters(int columns) =>
        Expectation.Matches($"importance-{columns}", Seen(columns, output => InsightReportWriter.Write(Study("mnist"), Insight("weight_decay"), ReportFormat.Table, output)));

    [Theory, MemberData(nameof(Widths))]
    public void Names_that_are_wide_long_or_hostile(int columns) =>
        Expectation.Matches($"importance-hostile-{columns}", Seen(columns, output => InsightReportWriter.Write(Study(Hostile), Insight("学習率 " + Hostile), ReportFormat.Table, output)));

    [Fact]
    public void Markdown_of_hostile_names() =>
        Expectation.Matches("importance-hostile-md", Seen(400, output => InsightReportWriter.Write(Study(Hostile), Insight(Hostile), ReportFormat.Md, output)));

    [Fact]
    public void The_short_section_of_a_report() =>
        Expectation.Matches("importance-short", Seen(80, output => InsightReportWriter.WriteShort(Insight("weight_decay"), output)));

    [Fact]
    public void Bars_without_block_characters() =>
        Expectation.Matches("importance-ascii", Seen(80, output => InsightReportWriter.WriteShort(Insight("weight_decay"), output), hasBlocks: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bars_have_colours_where_the_terminal_has(bool hasColor)
    {
        using var written = new StringWriter();
        var terminal = new TerminalCapabilities(() => 80, CanRedraw: true, hasColor, HasBlocks: true);
        ImportanceBars.Write(Insight("weight_decay").Importance, new(written, terminal, TextWriter.Null, terminal, TextReader.Null));

        Assert.Equal(hasColor, written.ToString().Contains('\e', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ReportFormat.Table)]
    [InlineData(ReportFormat.Md)]
    [InlineData(ReportFormat.Json)]
    public void No_name_acts_on_a_terminal(ReportFormat format)
    {
        // Wide enough for the longest line, which the screen would break.
        var written = Seen(1000, output => InsightReportWriter.Write(Study(Hostile), Insight(Hostile), format, output));

        Assert.DoesNotContain(written, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        if (format == ReportFormat.Json)
            Assert.Equal(Hostile, JsonDocument.Parse(written).RootElement.GetProperty("importance")[1].GetProperty("parameter").GetString());
    }

    [Theory, MemberData(nameof(Widths))]
    public void No_line_is_longer_than_the_screen(int columns)
    {
        using var written = new StringWriter { NewLine = "\n" };
        InsightReportWriter.Write(Study(Hostile), Insight("学習率 " + Hostile), ReportFormat.Table, new(written, new(() => columns, CanRedraw: true, HasColor: false, HasBlocks: true), TextWriter.Null, null, TextReader.Null));

        Assert.All(written.ToString().Split('\n'), line => Assert.InRange(Spectre.Console.StringExtensions.GetCellWidth(line), 0, columns));
    }

    [Fact]
    public void Nothing_but_a_sentence_where_there_is_nothing_to_say() =>
        Expectation.Matches("importance-none", Seen(80, output => InsightReportWriter.Write(Study("mnist"), new(ImportanceMethod.PedAnova, 1) { Sentences = ["1 of the 3 trials that it takes is finished: there is nothing to say of the parameters yet."] }, ReportFormat.Table, output)));

    private static string Seen(int columns, Action<Output> write, bool hasBlocks = true)
    {
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => columns, CanRedraw: true, HasColor: true, hasBlocks);
        write(new(written, terminal, TextWriter.Null, terminal, TextReader.Null));
        return new TerminalEmulator(columns).Write(written.ToString()).Seen;
    }

    private static StudyDefinition Study(string name) => new(name, new SearchSpace(), Goal.Maximize("validation accuracy"), 0);

    private static StudyInsight Insight(string name) => new(ImportanceMethod.Fanova, 48)
    {
        Importance = [new("lr", 0.614, 0.47, 0.733), new(name, 0.271, 0.12, 0.4), new("units", 0.112, 0.04, 0.2), new("momentum", 0.003, 0, 0.02)],
        Pairs = [new("lr", name, 0.0612), new("lr", "units", 0.01)],
        Tunability = [new("lr", 0.0213, 0.012, 0.0301), new(name, 0.004, -0.001, 0.011), new("units", 0, 0, 0), new("momentum", 0, 0, 0), new(null, 0.0287, 0.02, 0.0371)],
        Ablation =
        [
            new(null, null, null, 0.9412),
            new("lr", ParameterValue.Of(0.001), ParameterValue.Of(0.0123456789), 0.9625),
            new("optimizer", ParameterValue.Of("adam"), ParameterValue.Of("sgd"), 0.9671),
            new("momentum", null, ParameterValue.Of(0.9), 0.9671),
        ],
        Sentences = ["`lr` matters most: 61 % of the differences between settings (47 % to 73 %).", $"Then come `{name}` (27 %) and `units` (11 %).", "Tuning `lr` alone gave +2.1 points of validation accuracy (1.2 to 3)."],
    };
}
