using Search.Core;

namespace Search.Runner;

/// <summary>A trial that is run once more to compare its score: what it reports is not recorded.</summary>
internal sealed class UnrecordedTrial(StudyDefinition study, Trial trial) : ITrial
{
    private readonly PointReader _reader = new(study.Space, trial.Point.Codes);

    public int Number => trial.Number;

    public ulong Seed => TrialSeed.Of(study, trial);

    public T Suggest<T>(Parameter<T> parameter) => _reader.Suggest(parameter);

    public bool Report(int step, double value) => true;
}
