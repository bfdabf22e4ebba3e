using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>show</c>: a study's definition, or one trial in full.</summary>
internal static class ShowCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var number = new Argument<int?>("trial") { Description = "A trial's number; none: the study itself.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<ReportFormat>("--format")
        {
            Description = "table for people, json for other programs. Default: table.",
            HelpName = "table|json",
        };
        format.Validators.Add(result =>
        {
            // From the text: what is no format has an error of its own, which asking for the value would throw.
            if (result.Tokens is [var text] && text.Value.ToUpperInvariant() is "CSV" or "MD")
                result.AddError("`show` prints table or json.");
        });
        var log = new Option<bool>("--log") { Description = "Print what the trial has printed instead: the beginning and the end of each of its last attempts." };
        var command = new Command("show", "Prints a study's definition, or one trial with all that is known of it.") { format, log };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var json = parsed.GetValue(format) == ReportFormat.Json;
            if (parsed.GetValue(log))
                await WriteLogAsync(record, parsed.GetValue(number) ?? throw new CommandFailedException("--log prints what one trial has printed: name its number."), output.Out);
            else if (parsed.GetValue(number) is { } wanted)
                TrialDetailsWriter.Write(record.Study, await FindAsync(record, wanted), await record.ReadAttemptsAsync(wanted), await StudyExtras.ReadAsync(record), json, output.Out);
            else
                StudyDetailsWriter.Write(record.Study, await record.ReadSpacesAsync(), await record.CountAsync(), await EarlierReport.ReadAsync(record), json, output.Out);
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(number);
        return command.WithExamples(study.Example("show", ""), study.Example("show", "17 --format json"), study.Example("show", "17 --log"));
    }

    private static async Task WriteLogAsync(IStudyRecord record, int number, TextWriter output)
    {
        var trial = await FindAsync(record, number);
        var text = TrialLogText.Of(await record.ReadLogAsync(trial.Number));
        await output.WriteAsync(text.Length == 0 || text[^1] == '\n' ? text : text + "\n");
    }

    private static async Task<Trial> FindAsync(IStudyRecord record, int number)
    {
        var trials = await record.ReadAsync();
        return trials.FirstOrDefault(trial => trial.Number == number)
            ?? throw new CommandFailedException($"Study '{record.Study.Name}' has no trial {number}. It has {(trials.Count == 0 ? "none yet" : $"0 … {trials[^1].Number}")}.");
    }
}
