using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a picture of a study is made of.</summary>
internal sealed class StudyPlotData
{
    private readonly HashSet<int> _best;

    /// <param name="study">The study as it is on record.</param>
    /// <param name="trials">Those that are to be seen.</param>
    /// <param name="best">Those of them that are to stand out, the first first.</param>
    /// <param name="bestName">What these are called.</param>
    public StudyPlotData(StudyDefinition study, IReadOnlyList<Trial> trials, IReadOnlyList<Trial> best, string bestName)
    {
        (Study, Trials, Best, BestName) = (study, trials, best, bestName);
        _best = [.. best.Select(trial => trial.Number)];
    }

    public StudyDefinition Study { get; }

    public IReadOnlyList<Trial> Trials { get; }

    public IReadOnlyList<Trial> Best { get; }

    public string BestName { get; }

    /// <summary>What the trials recorded beside their scores.</summary>
    public StudyExtras Extras { get; init; } = StudyExtras.None;

    /// <summary>The goal, and how many trials stand where.</summary>
    public string Describe() => $"{Study.Goal}; {StateCounts.Describe(TrialCounts.Of(Trials))}";

    public TrialMark MarkOf(Trial trial) => _best.Contains(trial.Number) ? TrialMark.Best : trial.State switch
    {
        TrialState.Complete => TrialMark.Complete,
        TrialState.Failed => TrialMark.Failed,
        _ => TrialMark.Pruned,
    };

    /// <param name="record">The study's.</param>
    /// <param name="best">So many trials stand out.</param>
    /// <param name="selection">Which trials are seen, and by what order the best are found; the best first where there is none.</param>
    /// <param name="hasCurves">Whether learning curves are wanted too.</param>
    /// <exception cref="SelectionException">There is no column of a name in the selection.</exception>
    public static async Task<StudyPlotData> ReadAsync(IStudyRecord record, int best, TrialSelection selection, bool hasCurves)
    {
        var extras = await StudyExtras.ReadAsync(record);
        var trials = hasCurves ? await record.ReadAsync() : await record.ReadWithoutMeasurementsAsync();
        Trial[] selected = [.. (selection with { Order = null }).Of(trials, record.Study, extras)];
        Trial[] first = [.. (selection with { Conditions = [] }).Of(new TrialRanking(record.Study.Goal).Complete(selected), record.Study, extras)
            .Where(trial => !hasCurves || trial.Measurements.Count > 0).Take(best)];
        return new(record.Study, selected, first, selection.Order is { } order ? $"first {first.Length} by {order.Column}" : first.Length == 1 ? "best" : $"best {first.Length}") { Extras = extras };
    }
}
