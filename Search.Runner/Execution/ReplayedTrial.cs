using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial of the record that is run once more. What it reports is not recorded; one that was pruned stops where it did.</summary>
internal sealed class ReplayedTrial(StudyDefinition study, Trial trial) : ITrial
{
    private readonly PointReader _reader = trial.ReaderIn(study.Space);

    public int Number => trial.Number;

    public ulong Seed => TrialSeed.Of(study, trial);

    public ulong Split => TrialSeed.SplitOf(study, trial);

    public string Metric => study.Goal.Metric;

    /// <summary>The last value reported; null before the first.</summary>
    public double? LastValue { get; private set; }

    // It is run from the beginning.
    public Checkpoint? Checkpoint => null;

    public T Suggest<T>(Parameter<T> parameter) => _reader.Suggest(parameter);

    public bool Report(int step, double value)
    {
        LastValue = value;
        return trial.State != TrialState.Pruned || trial.Measurements.Count == 0 || step < trial.Measurements[^1].Step;
    }

    public void SaveCheckpoint(int step, Action<Stream> write) { }

    public void Record(string metric, double value, int? step = null) { }

    public void Note(string text) { }

    public void SaveArtifact(string name, Action<Stream> write) { }
}
