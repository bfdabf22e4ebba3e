using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>checkpoints</c>: what trials have saved to go on from, and its removal.</summary>
internal static class CheckpointsCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var format = FormatOption.Create();
        var remove = new Option<bool>("--remove") { Description = "Remove those of pruned trials, which then stay pruned." };
        var command = new Command("checkpoints", "Prints which trials keep a checkpoint: those that were interrupted, and pruned ones that may be promoted.") { format, remove };
        StudyVerb.SetAction(command, study, async (parsed, stored) =>
        {
            var trials = await stored.Record.ReadWithoutMeasurementsAsync();
            var checkpoints = stored.OpenCheckpoints(warning => output.Error.WriteLine($"Warning: {SafeText.Line(warning)}"));
            var kept = checkpoints.ReadSizes().Where(pair => pair.Key < trials.Count).Select(pair => (Trial: trials[pair.Key], Bytes: pair.Value)).OrderBy(pair => pair.Trial.Number).ToArray();
            if (!parsed.GetValue(remove))
            {
                TableWriter.Write(Table(kept), parsed.GetValue(format), output);
                return ExitCodes.Done;
            }
            var pruned = kept.Where(pair => pair.Trial.State == TrialState.Pruned).ToArray();
            foreach (var (trial, _) in pruned)
                checkpoints.Remove(trial);
            await output.Out.WriteLineAsync($"removed the checkpoints of {pruned.Length} pruned trials: {pruned.Sum(pair => pair.Bytes)} bytes");
            return ExitCodes.Done;
        });
        return command.WithExamples(study.Example("checkpoints", ""), study.Example("checkpoints", "--remove"));
    }

    private static ReportTable Table(IEnumerable<(Trial Trial, long Bytes)> kept) => new(
        ["trial", "state", "bytes"],
        [.. kept.Select(IReadOnlyList<ParameterValue?> (pair) =>
            [ParameterValue.Of((double)pair.Trial.Number), ParameterValue.Of(StateNames.Of(pair.Trial.State)), ParameterValue.Of((double)pair.Bytes)])]);
}
