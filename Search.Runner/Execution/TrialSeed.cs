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

    /// <summary>
    /// The seeds of a run after the search. The r-th runs of all finalists have the same ones, so that they are compared on the same splits;
    /// a run on the test part has its own.
    /// </summary>
    public static (ulong Seed, ulong Split) OfConfirmation(StudyDefinition study, Trial trial, int replicate, bool isTest)
    {
        var random = new RandomStream(study.Seed, isTest ? trial.Number : 1 + replicate, isTest ? StreamPurpose.Test : StreamPurpose.Confirm);
        for (var r = 0; isTest && r < replicate; r++)
        {
            random.NextUInt64();
            random.NextUInt64();
        }
        return (random.NextUInt64(), random.NextUInt64());
    }
}
