using System.CommandLine;
using Search.Core;

namespace Search.Runner;

/// <summary><c>replay</c>: recomputes the proposals of a study, and on demand the scores of some trials.</summary>
internal sealed class ReplayCommand
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly StudyOpening _opening;
    private readonly Option<int[]> _scores = new("--scores")
    {
        Description = "Also run these trials again and compare their scores; without a number: the best five.",
        HelpName = "N …",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private ReplayCommand(Study study, Output output) => (_study, _output, _opening) = (study, output, new(study));

    public static Command Create(Study study, Output output)
    {
        var replay = new ReplayCommand(study, output);
        var command = new Command("replay", "Recomputes every proposal from the record and compares bit for bit.") { replay._scores };
        replay._opening.AddTo(command);
        command.SetAction((parsed, cancel) => replay.InvokeAsync(parsed, cancel));
        var file = $"{Invocation.OfStudyFile} replay";
        return command.WithExamples(file, $"{file} --scores 3 17", $"{file} --scores --store experiments.db");
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var store = _opening.OpenStore(parsed, mustExist: true);
        var opened = await _opening.OpenAsync(parsed, store, mustExist: true);
        var trials = await opened.Record.ReadAsync(cancel);
        var result = Replay.Run(opened.Record.Study, opened.Strategy, trials, await opened.Record.ReadSpacesAsync(cancel));
        if (result.Difference is not null)
        {
            await _output.Out.WriteLineAsync($"{result.Proposals} proposals recomputed, the last one differs: {result.Difference}");
            return ExitCode.Failed;
        }
        await _output.Out.WriteLineAsync($"{result.Proposals} proposals recomputed, all identical");
        if (parsed.GetResult(_scores) is null)
            return ExitCode.Done;
        var chosen = parsed.GetValue(_scores) is { Length: > 0 } numbers ? Chosen(trials, numbers) : await opened.Record.ReadBestAsync(5, cancel);
        return CompareScores(opened.Record.Study, chosen, cancel) ? ExitCode.Done : ExitCode.Failed;
    }

    private static IReadOnlyList<Trial> Chosen(IReadOnlyList<Trial> trials, int[] numbers)
    {
        var scored = trials.Where(trial => trial.Value is not null).ToDictionary(trial => trial.Number);
        return [.. numbers.Select(number => scored.GetValueOrDefault(number) ?? throw new CommandFailedException($"Trial {number} has no score to compare."))];
    }

    private bool CompareScores(StudyDefinition study, IReadOnlyList<Trial> trials, CancellationToken cancel)
    {
        var same = 0;
        foreach (var trial in trials)
        {
            var again = new ReplayedTrial(study, trial);
            var returned = _study.Run(again, cancel);
            var score = trial.State == TrialState.Pruned && again.Last is { } last ? last : returned;
            // Every bit but the sign of zero, which a record does not keep.
            if (score.Equals(trial.Value!.Value))
                same++;
            else
                _output.Out.WriteLine($"trial {trial.Number}: {trial.Value:R} on record, but {score:R} now");
        }
        _output.Out.WriteLine(same == trials.Count ? $"{same} trials run again, all scores identical" : $"{trials.Count} trials run again, {trials.Count - same} scores differ");
        return same == trials.Count;
    }
}
