using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Reports as a person sees them.</summary>
public sealed class SeenReportTests
{
    private const string Hostile = "\e[31mred\u202e|`<b>\\\n=1+1";

    public static TheoryData<int> Widths => [20, 80, 200];

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_report_of_a_study(int columns) =>
        Expectation.Matches($"report-{columns}", Seen(columns, output => StudyReportWriter.Write(Plain(), ReportFormat.Table, output)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_report_of_a_study_with_many_parameters(int columns) =>
        Expectation.Matches($"report-wide-{columns}", Seen(columns, output => StudyReportWriter.Write(Plain(parameters: 9), ReportFormat.Table, output)));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void What_was_recorded_step_by_step_gives_way_to_the_learning_curve(int columns)
    {
        var plain = Plain();
        var extras = new StudyExtras([.. plain.Best.SelectMany(trial => (TrialMetric[])[new(trial.Number, "ms", null, 3.25), new(trial.Number, "training accuracy", 1, 0.5), new(trial.Number, "training loss", 1, 1.5)])], [], []);

        Expectation.Matches($"report-steps-{columns}", Seen(columns, output => StudyReportWriter.Write(plain with { Extras = extras }, ReportFormat.Table, output)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_trials_of_a_study_whose_texts_are_wide_long_or_hostile(int columns) =>
        Expectation.Matches($"trials-hostile-{columns}", Seen(columns, output => TableWriter.Write(Trials(), ReportFormat.Table, output)));

    [Fact]
    public void Markdown_of_hostile_text() =>
        Expectation.Matches("trials-hostile-md", Seen(400, output => TableWriter.Write(Trials(), ReportFormat.Md, output)));

    [Fact]
    public void A_text_that_is_wide_misaligns_no_column()
    {
        var lines = Seen(200, output => TableWriter.Write(Trials(), ReportFormat.Table, output)).Split('\n').Where(line => line.Contains(" failed ", StringComparison.Ordinal)).ToArray();

        Assert.Equal(3, lines.Length);
        Assert.Single(lines.Select(line => Spectre.Console.StringExtensions.GetCellWidth(line[..line.IndexOf(" failed ", StringComparison.Ordinal)])).Distinct());
    }

    [Theory]
    [InlineData(ReportFormat.Table)]
    [InlineData(ReportFormat.Md)]
    [InlineData(ReportFormat.Json)]
    public void Nothing_that_acts_on_a_terminal_is_written_in_any_format_but_csv(ReportFormat format)
    {
        var report = Plain() with { Study = Plain().Study with { Name = Hostile } };

        var written = Seen(80, output => StudyReportWriter.Write(report, format, output));

        Assert.DoesNotContain(written, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        if (format == ReportFormat.Json)
            Assert.Equal(Hostile, JsonDocument.Parse(written).RootElement.GetProperty("study").GetString());
    }

    [Fact]
    public void Csv_is_exact_in_a_file_and_safe_on_a_terminal()
    {
        using var file = new StringWriter();
        TableWriter.Write(Trials(), ReportFormat.Csv, new(file, null, TextWriter.Null, null, TextReader.Null));
        var seen = Seen(80, output => TableWriter.Write(Trials(), ReportFormat.Csv, output));

        Assert.Contains('\e', file.ToString());
        Assert.DoesNotContain('\e', seen);
    }

    private static string Seen(int columns, Action<Output> write)
    {
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => columns, CanRedraw: true, HasColor: true, HasBlocks: true);
        write(new(written, terminal, TextWriter.Null, terminal, TextReader.Null));
        return new TerminalEmulator(columns).Write(written.ToString()).Seen;
    }

    private static StudyReport Plain(int parameters = 2)
    {
        var space = SpaceOf(parameters);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new(new("mnist-log-uniform", space, Goal.Maximize("validation accuracy"), 0), new(99, 0, 1, 0, 0),
        [
            .. Enumerable.Range(0, 3).Select(i => new Trial(10 + i, TrialState.Complete, space.Complete([.. Enumerable.Repeat(0.1 + i * 0.3141, parameters)]))
            {
                Value = 0.9 - i * 0.1234567,
                Started = start,
                Finished = start.AddSeconds(1.5 + i),
                Measurements = [.. Enumerable.Range(1, 40).Select(step => new Measurement(step, step * (3.0 - i)))],
            }),
        ]);
    }

    private static ReportTable Trials() => new(["number", "value", "学習率", "kind", "state", "error"],
    [
        .. new[] { "plain", "ReLU 活性化", "🚀 up", Hostile }.Select((kind, i) => new ParameterValue?[]
        {
            ParameterValue.Of((double)i),
            i == 0 ? null : ParameterValue.Of(-0.000123456789 * i),
            ParameterValue.Of(1e-5 / 3 * (i + 1)),
            ParameterValue.Of(kind),
            ParameterValue.Of(i == 0 ? "complete" : "failed"),
            i == 0 ? null : ParameterValue.Of($"System.InvalidOperationException: the data of '{kind}' could not be read since the disk that it was on is gone"),
        }),
    ]);

    private static SearchSpace SpaceOf(int parameters) => new Study<double>("names")
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest =>
        {
            var sum = suggest.LogUniform("lr", 1e-6, 1e-2) + suggest.LogUniform("weight_decay", 1e-8, 1e-4);
            for (var i = 2; i < parameters; i++)
                sum += suggest.LogUniform($"parameter_{i}", 1e-6, 1e-2);
            return sum;
        },
        Objective = (x, _, _) => x,
    }.TraceSpace();
}
