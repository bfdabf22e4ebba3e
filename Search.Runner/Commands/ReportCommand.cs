using System.CommandLine;

namespace Search.Runner;

/// <summary><c>report</c>: the best trials.</summary>
internal static class ReportCommand
{
    public static Command Create(StudyName study, Output output)
    {
        var best = BestOption();
        var format = StudyCommands.FormatOption();
        var command = new Command("report", "Prints the best trials and how many trials stand where.") { best, format };
        StudyCommands.SetAction(command, study, async (parsed, record) =>
            StudyReportWriter.Write(await StudyReport.ReadAsync(record, parsed.GetValue(best)), parsed.GetValue(format), output));
        return command.WithExamples(
            study.Example("report", "--best 10"),
            study.Example("report", "--format json | jq '.best[0].parameters'"),
            study.Example("report", "--format csv > best.csv"));
    }

    public static Option<int> BestOption()
    {
        var best = new Option<int>("--best") { Description = "How many trials.", DefaultValueFactory = _ => 5, HelpName = "N" };
        best.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("`N >= 1` must hold for --best.");
        });
        return best;
    }
}
