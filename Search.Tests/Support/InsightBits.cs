using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Insight into a study of trials that are the same everywhere, to the last bit.</summary>
internal static class InsightBits
{
    /// <summary>By either method.</summary>
    public static string All { get; } = string.Concat(Enum.GetValues<ImportanceMethod>().Select(method => StudyInsightTests.Describe(Of(method)) + "\n"));

    /// <summary>Prints it, for a process that compares it.</summary>
    public static int Write()
    {
        Console.Out.Write(All);
        return 0;
    }

    private static StudyInsight Of(ImportanceMethod method)
    {
        var space = ExampleSpaces.Named("conditional");
        var study = new StudyDefinition("insight", space, Goal.Minimize("loss"), Seed: 5);
        var rehearsal = new Rehearsal(study, trial => trial.Number % 11 == 7 ? TrialResult.Failed("one of eleven") : TrialResult.Complete(Loss(trial.Point)));
        rehearsal.Run(new SobolSearch(), 60, workers: 1);
        return StudyInsight.Of(study, rehearsal.Log.Next().Finished, new() { Method = method });
    }

    private static double Loss(Point point)
    {
        var sum = 0.0;
        for (var i = 0; i < point.Count; i++)
            sum += point.IsActive(i) ? (point[i] - 0.3) * (point[i] - 0.3) * (1 + i % 3) : 0.1;
        return sum;
    }
}
