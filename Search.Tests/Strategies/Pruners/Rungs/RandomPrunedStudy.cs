using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>
/// A study by chance: trials begin, report, are stopped, complete, fail, are promoted, and requeued whatever they came to. Losses are
/// few numbers, so that many are equal.
/// </summary>
internal sealed class RandomPrunedStudy(ulong seed)
{
    private readonly Dictionary<int, Trial> _running = [];
    private RandomStream _random = new(seed, 0, StreamPurpose.Evaluate);
    private int _trials;

    public HistoryLog Log { get; } = new(new(ExampleSpaces.Floats(1), seed % 2 == 0 ? Goal.Maximize("score") : Goal.Minimize("loss"), seed));

    /// <summary>One of the trials that run and have reported; null where there is none.</summary>
    public Trial? Reported => _running.Values.Where(trial => trial.Measurements.Count > 0).OrderBy(trial => trial.Number).FirstOrDefault();

    public int Chance(int below) => _random.NextInt(below);

    /// <summary>Has something happen.</summary>
    public void Advance()
    {
        var choice = Chance(10);
        var finished = Log.Next().Finished;
        if (choice < 2 && finished.Count > 0 && finished[Chance(finished.Count)] is var again && !_running.ContainsKey(again.Number))
            Keep(again with { State = Chance(2) == 0 ? TrialState.Running : TrialState.Waiting, PreviousResult = again, FinishOrder = null, Measurements = again.State == TrialState.Pruned ? again.Measurements : [] });
        else if (choice < 4 && _running.Count > 0)
            Finish(_running.Values.ElementAt(Chance(_running.Count)));
        else if (choice < 8 && _running.Count > 0)
            Report(_running.Values.ElementAt(Chance(_running.Count)));
        else
            Keep(new Trial(_trials++, TrialState.Running, ExampleSpaces.Floats(1).Complete([0.5])));
    }

    private void Report(Trial trial)
    {
        var step = (trial.Measurements is [.., var last] ? last.Step : 0) + 1 + Chance(2);
        if (step < 60)
            Keep(trial with { Measurements = [.. trial.Measurements, new(step, Chance(12))] });
    }

    private void Finish(Trial trial)
    {
        _running.Remove(trial.Number);
        Log.Add(Chance(4) switch
        {
            0 => trial with { State = TrialState.Failed, Error = "lost" },
            1 => trial with { State = TrialState.Complete, Value = Chance(12) },
            _ => trial.Measurements is [.., var last] ? trial with { State = TrialState.Pruned, Value = last.Value } : trial with { State = TrialState.Complete, Value = 1 },
        });
    }

    private void Keep(Trial trial)
    {
        _running[trial.Number] = trial;
        Log.Add(trial);
    }
}
