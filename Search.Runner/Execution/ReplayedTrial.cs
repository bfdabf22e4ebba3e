using Search.Core;

namespace Search.Runner;

/// <summary>A trial of the record as its objective sees it when it is run again: nothing is recorded.</summary>
internal sealed class ReplayedTrial(ulong studySeed, SearchSpace space, Trial trial) : ITrial
{
    private readonly PointReader _reader = new(space, trial.Point.Codes);

    public int Number => trial.Number;

    public ulong Seed { get; } = RunningTrial.SeedOf(studySeed, trial.Number);

    /// <summary>The last measurement reported; null before the first.</summary>
    public Measurement? Last { get; private set; }

    public T Suggest<T>(Parameter<T> parameter) => _reader.Suggest(parameter);

    public bool Report(int step, double value)
    {
        Last = new(step, value);
        return trial.State != TrialState.Pruned || trial.Measurements.Count == 0 || step < trial.Measurements[^1].Step;
    }
}
