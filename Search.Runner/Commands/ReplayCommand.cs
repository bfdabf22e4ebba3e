using System.CommandLine;
using Search.Core;

namespace Search.Runner;

/// <summary><c>replay</c>: whether the record follows from the study's code and seed.</summary>
internal static class ReplayCommand
{
    public static Command Create(Study study, Output output)
    {
        var name = new StudyName(study.Name);
        var scores = new Option<int[]>("--scores")
        {
            Description = "Also run these trials again and compare their scores.",
            HelpName = "NUMBERS",
            AllowMultipleArgumentsPerToken = true,
        };
        var store = StoreOption.Create();
        var command = new Command("replay", "Computes every proposal again from the record and compares it to the last bit.") { scores, store };
        name.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = StoreOption.OpenExisting(parsed.GetValue(store));
            var record = await opened.FindAsync(name.Of(parsed), cancel) ?? throw await StudyCommands.MissingAsync(opened, name.Of(parsed));
            foreach (var option in study.Options)
                option.Value = record.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;
            var replay = new Replay(study, study.TraceSpace(), record);
            var same = Print(await replay.ProposalsAsync(cancel), "proposals recomputed");
            if (parsed.GetValue(scores) is { Length: > 0 } numbers)
                same &= Print(await replay.ScoresAsync(numbers, cancel), "trials run again");
            return same ? ExitCode.Done : ExitCode.Failed;
        });
        return command.WithExamples(name.Example("replay", ""), name.Example("replay", "--scores 3 7 --store experiments.db"));

        bool Print(ReplayOutcome outcome, string what)
        {
            if (outcome.Difference is { } difference)
                output.Out.WriteLine($"{what}: the first difference is at {difference}");
            else
                output.Out.WriteLine($"{outcome.Compared} {what}, all identical");
            return outcome.Difference is null;
        }
    }
}
