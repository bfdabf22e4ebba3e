using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The trials of a study in memory, with what they have reported. Not safe for use by several threads.</summary>
internal sealed class MemoryTrials(StudyDefinition study)
{
    private readonly SortedDictionary<int, Trial> _trials = [];
    private readonly Dictionary<int, SortedDictionary<int, double>> _measurements = [];
    private readonly SortedDictionary<int, SortedDictionary<int, PruningDecision>> _decisions = []; // by trial and step

    /// <summary>What they report beside their measurements.</summary>
    public MemoryExtras Extras { get; private init; } = new();

    /// <summary>The files that they have left.</summary>
    public MemoryArtifacts Artifacts { get; private init; } = new();

    /// <summary>The trials as proposals and pruners see them.</summary>
    public HistoryLog Log { get; } = new(study);

    /// <summary>The trials by number, those that run or wait without their measurements.</summary>
    public IReadOnlyCollection<Trial> All => _trials.Values;

    /// <summary>What pruners answered, by trial and step.</summary>
    public IEnumerable<PruningDecision> Decisions => _decisions.Values.SelectMany(decisions => decisions.Values);

    public Trial? Find(int number) => _trials.GetValueOrDefault(number);

    /// <summary>Adds a trial, or replaces what was known of it. One that runs begins without measurements, but for those that it was pruned with.</summary>
    public Trial Save(Trial trial)
    {
        _trials[trial.Number] = trial;
        if (trial.State == TrialState.Running)
        {
            if (_decisions.Remove(trial.Number, out var decisions))
                _decisions.Add(trial.Number, new(decisions.Where(decision => decision.Key <= trial.PromotedAt).ToDictionary()));
            _measurements[trial.Number] = new(trial.PreviousResult?.Results.FirstOrDefault(result => result.State == TrialState.Pruned)?.Measurements.ToDictionary(m => m.Step, m => m.Value) ?? []);
        }
        Log.Add(trial);
        return trial;
    }

    /// <summary>Whether a trial runs in the attempt that its holder knows.</summary>
    public bool IsHeld(Trial trial) => Find(trial.Number) is { State: TrialState.Running } recorded && recorded.Attempt == trial.Attempt;

    /// <summary>Adds what a trial that runs has reported.</summary>
    public void Add(Trial trial, Measurement measurement) => _measurements[trial.Number][measurement.Step] = measurement.Value;

    /// <summary>Adds what the pruner answered of a trial that runs.</summary>
    public void Add(PruningDecision decision)
    {
        if (!_decisions.TryGetValue(decision.Trial, out var decisions))
            _decisions.Add(decision.Trial, decisions = []);
        decisions[decision.Step] = decision;
    }

    /// <summary>The trial with all that it has reported.</summary>
    public Trial WithMeasurements(Trial trial) => trial.IsFinished
        ? trial
        : trial with { Measurements = [.. _measurements.GetValueOrDefault(trial.Number, []).Select(pair => new Measurement(pair.Key, pair.Value))] };

    /// <summary>The same trials in a wider space.</summary>
    public MemoryTrials Widen(StudyDefinition wider)
    {
        var widened = new MemoryTrials(wider) { Extras = Extras, Artifacts = Artifacts };
        foreach (var (number, trial) in _trials)
            widened._trials.Add(number, InSpace(trial, wider.Space));
        foreach (var (number, measurements) in _measurements)
            widened._measurements.Add(number, measurements);
        foreach (var decision in Decisions)
            widened.Add(decision);
        foreach (var trial in widened.All.SelectMany(trial => trial.Results).OrderBy(trial => trial.FinishOrder).Concat(widened.All.Where(trial => !trial.IsFinished)))
            widened.Log.Add(trial);
        return widened;
    }

    private Trial InSpace(Trial trial, SearchSpace wider)
    {
        var values = trial.ValuesIn(study.Space).ToArray();
        var point = trial.Observed is null && wider.IsConditional ? wider.Complete(values) : wider.PointOf(values);
        return trial with { Point = point, Values = wider.ValuesMoreExactThan(point, values), PreviousResult = trial.PreviousResult is { } previous ? InSpace(previous, wider) : null };
    }
}
