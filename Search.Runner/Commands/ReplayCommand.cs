using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>replay</c>: recomputes the proposals of a study, and on demand the scores of some trials.</summary>
internal sealed class ReplayCommand
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly StudyOpener _opener;
    private readonly Option<int[]> _scores = new("--scores")
    {
        Description = "Also run these trials again and compare their scores; without a number: the best five.",
        HelpName = "N …",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private ReplayCommand(Study study, Output output) => (_study, _output, _opener) = (study, output, new(study, output));

    public static Command Create(Study study, Output output)
    {
        var replay = new ReplayCommand(study, output);
        var command = new Command("replay", "Recomputes every proposal from the record and compares bit for bit.") { replay._scores };
        replay._opener.AddTo(command);
        command.SetAction((parsed, cancel) => replay.InvokeAsync(parsed, cancel));
        var file = $"{Invocation.OfStudyFile} replay";
        return command.WithExamples(file, $"{file} --scores 3 17", $"{file} --scores --store experiments.db");
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var interruption = new Interruption(TextWriter.Null);
        await using var store = _opener.OpenStore(parsed, mustExist: true);
        var opened = await _opener.OpenAsync(parsed, store, mustExist: true, runsTrials: parsed.GetResult(_scores) is not null, interrupt: interruption.Token);
        if (OtherStrategy(opened) is { } other)
            await _output.Out.WriteLineAsync(other);
        var trials = await opened.Record.ReadAsync(cancel);
        var spaces = await opened.Record.ReadSpacesAsync(cancel);
        var result = await StudyCode.RunAsync(() => Replay.Run(opened.Record.Study, opened.Strategy, trials, spaces), "Proposals are being recomputed.", _output.Error, interruption.Token);
        if (result.Difference is not null)
        {
            await _output.Out.WriteLineAsync($"{result.Proposals} proposals recomputed, the last one differs: {result.Difference}");
            return ExitCodes.Failed;
        }
        await _output.Out.WriteLineAsync($"{result.Proposals} proposals recomputed, all identical");
        if (!await ReplayPruningAsync(opened, trials, spaces[^1].FirstTrial, interruption.Token, cancel))
            return ExitCodes.Failed;
        if (parsed.GetResult(_scores) is null)
            return ExitCodes.Done;
        var chosen = parsed.GetValue(_scores) is { Length: > 0 } numbers ? Chosen(trials, numbers) : await opened.Record.ReadBestAsync(5, cancel);
        // From here on a signal ends the process at once: nothing is recorded.
        interruption.Dispose();
        return await CompareScoresAsync(opened.Record, chosen, cancel) ? ExitCodes.Done : ExitCodes.Failed;
    }

    // Whether the pruner's answers are those on record.
    private async Task<bool> ReplayPruningAsync(OpenedStudy opened, IReadOnlyList<Trial> trials, int firstTrial, CancellationToken interrupt, CancellationToken cancel)
    {
        var record = opened.Record;
        var decisions = await record.ReadDecisionsAsync(cancel);
        if (decisions.Count == 0)
            return true;
        if (opened.Pruner is not { } pruner)
        {
            await _output.Out.WriteLineAsync($"{decisions.Count} pruning decisions are on record, but the study has no pruner now");
            return true;
        }
        var result = await StudyCode.RunAsync(() => PruningReplay.Run(record.Study, pruner, trials, decisions, firstTrial), "Pruning decisions are being recomputed.", _output.Error, interrupt);
        await _output.Out.WriteLineAsync($"{result.Decisions} pruning decisions recomputed, {(result.Difference is { } difference ? $"the last one differs: {difference}" : "all identical")}");
        return result.Difference is null;
    }

    // A study may go on with another strategy, so that this explains a difference and is none.
    private static string? OtherStrategy(OpenedStudy opened)
    {
        var (recorded, now) = (opened.Record.Study.Strategy, opened.Strategy.ToString());
        if (recorded == now || recorded.Length == 0)
            return null;
        var hint = recorded == typeof(ManualSearch).FullName ? " If it was run with --settings FILE, replay it with the same." : "";
        hint = hint.Length > 0 ? hint : " If it was run with --strategy NAME, replay it with the same.";
        return $"The study was made with the strategy {recorded}, and now has {now}: what the one proposed the other would not.{hint}";
    }

    private static IReadOnlyList<Trial> Chosen(IReadOnlyList<Trial> trials, int[] numbers)
    {
        var scored = trials.Where(trial => trial.Value is not null).ToDictionary(trial => trial.Number);
        return [.. numbers.Select(number => scored.GetValueOrDefault(number) ?? throw new CommandFailedException($"Trial {number} has no score to compare."))];
    }

    // Where the score was computed with other instructions, its last digits may be others, and that is no fault of the trial's.
    private async Task<bool> CompareScoresAsync(IStudyRecord record, IReadOnlyList<Trial> trials, CancellationToken cancel)
    {
        int same = 0, elsewhere = 0;
        foreach (var trial in trials)
        {
            var again = new ReplayedTrial(record.Study, trial);
            var returned = _study.Run(again, cancel);
            var score = trial.State == TrialState.Pruned && again.LastValue is { } last ? last : returned;
            // Every bit but the sign of zero, which a record does not keep.
            if (score.Equals(trial.Value!.Value))
            {
                same++;
            }
            else if (await OtherInstructionsAsync(record, trial, cancel) is { } others)
            {
                elsewhere++;
                await _output.Out.WriteLineAsync(FormattableString.Invariant($"trial {trial.Number}: computed with {others}, here {InstructionSet.OfThisProcess}: scores may differ in the last digits, {trial.Value:R} on record, {score:R} now"));
            }
            else
            {
                await _output.Out.WriteLineAsync(FormattableString.Invariant($"trial {trial.Number}: {trial.Value:R} on record, but {score:R} now"));
            }
        }
        var differ = trials.Count - same - elsewhere;
        await _output.Out.WriteLineAsync($"{trials.Count} trials run again, " + (elsewhere, differ) switch
        {
            (0, 0) => "all scores identical",
            (0, _) => $"{differ} scores differ",
            (_, 0) => $"{same} scores identical, {elsewhere} computed with other instructions",
            _ => $"{differ} scores differ, and {elsewhere} that were computed with other instructions",
        });
        return differ == 0;
    }

    // With what a trial was computed that is not what this process has, also before it was interrupted; null where there is nothing.
    private static async Task<string?> OtherInstructionsAsync(IStudyRecord record, Trial trial, CancellationToken cancel)
    {
        var attempts = await record.ReadAttemptsAsync(trial.Number, cancel);
        var others = attempts.Select(attempt => attempt.Instructions).OfType<string>().Distinct().Where(instructions => instructions != InstructionSet.OfThisProcess);
        return string.Join(" and ", others) is { Length: > 0 } named ? named : null;
    }
}
