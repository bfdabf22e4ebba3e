using HyperSearch.Core;

namespace HyperSearch.Runner;

internal static class TrialSeed
{
    /// <summary>The seed of all that a trial's objective draws: of the study's seed and the trial's number alone.</summary>
    public static ulong Of(StudyDefinition study, Trial trial) =>
        new RandomStream(study.Seed, trial.Number, StreamPurpose.Evaluate).NextUInt64();

    /// <summary>The seed of how its data are split.</summary>
    public static ulong SplitOf(StudyDefinition study, Trial trial) =>
        new RandomStream(study.Seed, trial.Number, StreamPurpose.Split).NextUInt64();
}
