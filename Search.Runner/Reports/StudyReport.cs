using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How far a study is: how many trials are in which state, and the best of them.</summary>
/// <param name="Study">The study as it is on record.</param>
/// <param name="Counts">How many trials stand where.</param>
/// <param name="Best">The best complete trials, best first: see <see cref="TrialRanking"/>. With several goals those of the front, or what of it is preferred.</param>
internal sealed record StudyReport(StudyDefinition Study, TrialCounts Counts, IReadOnlyList<Trial> Best)
{
    /// <summary>What it took from earlier studies; null where it learns from nothing.</summary>
    public EarlierReport? Earlier { get; init; }

    /// <summary>What more trials are expected to bring; null where it was not asked, or is too early to say.</summary>
    public OutlookReport? Outlook { get; init; }

    /// <summary>What the trials reported beside their scores.</summary>
    public StudyExtras Extras { get; init; } = StudyExtras.None;

    /// <summary>The front, from which the best are; null where there is one goal.</summary>
    public FrontReport? Front { get; init; }

    /// <summary>How many complete trials miss each constraint, in their order; none where there are no constraints.</summary>
    public IReadOnlyList<int> Missed { get; init; } = [];

    /// <summary>How many complete trials miss a constraint.</summary>
    public int Infeasible { get; init; }

    /// <summary>What running the finalists again has shown; null where none has run.</summary>
    public ConfirmationReport? Confirmation { get; init; }

    /// <summary>The best settings by the mean of their runs; null where each ran once.</summary>
    public ReplicatesReport? Replicates { get; init; }

    /// <param name="record">The study's.</param>
    /// <param name="best">At most so many trials.</param>
    /// <param name="selection">Which trials, and in what order; null for the best first. With several goals the front is theirs.</param>
    /// <param name="preferred">What is asked of trials of the front, where there is one.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="SelectionException">There is no column of a name in the selection.</exception>
    public static async Task<StudyReport> ReadAsync(
        IStudyRecord record, int best, TrialSelection? selection = null, IReadOnlyList<TrialCondition>? preferred = null, CancellationToken cancel = default)
    {
        var study = record.Study;
        var extras = await StudyExtras.ReadAsync(record, cancel);
        var counts = await record.CountAsync(cancel);
        var report = new StudyReport(study, counts, [])
        {
            Earlier = await EarlierReport.ReadAsync(record, cancel),
            Extras = extras,
            Confirmation = await ConfirmationReport.ReadAsync(record, cancel),
            Replicates = counts.Repeats > 0 ? ReplicatesReport.Of(study.Goal, await record.ReadWithoutMeasurementsAsync(cancel), best) : null,
        };
        var isAll = selection is null or { IsAll: true };
        if (isAll && study.HasOneLoss)
            return report with { Best = await record.ReadBestAsync(best, cancel) };
        var all = await record.ReadAsync(cancel);
        Trial[] selected = [.. new TrialRanking(study.Goal).Complete(all)];
        if (!isAll)
            selected = [.. selection!.Of(selected, study, extras)];
        report = report with
        {
            Infeasible = all.Count(TrialColumn.IsInfeasible),
            Missed = [.. study.Constraints.Select((_, i) => all.Count(trial => trial.State == TrialState.Complete && trial.Excesses[i] > 0))],
        };
        if (study.FurtherGoals.Count == 0)
            return report with { Best = [.. selected.Take(best)] };
        var front = FrontReport.Of(study.Goals, selected, all) with { Preferred = preferred ?? [] };
        var members = front.Members.Select(trial => trial.Number).ToHashSet();
        var shown = new TrialSelection(front.Preferred, Order: null).Of(selection?.Order is null ? front.Members : selected.Where(trial => members.Contains(trial.Number)), study, extras);
        return report with { Front = front, Best = [.. shown.Take(best)] };
    }
}
