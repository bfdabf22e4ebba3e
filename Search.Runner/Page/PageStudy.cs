using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>All that the page shows of a study, as it was at one moment. Whoever keeps a study up to date makes a new one of what has changed.</summary>
internal sealed class PageStudy
{
    /// <summary>The study as it is on record.</summary>
    public required StudyDefinition Study { get; init; }

    /// <summary>When the study was first opened: times of day count from then.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>All trials, by number, those with measurements whose curves may be shown.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    private StudyExtras _extras = StudyExtras.None;

    /// <summary>What the trials reported beside their scores.</summary>
    public StudyExtras Extras { get => _extras; init => _extras = value; }

    /// <summary>The attempts of all trials, by trial, in order. Those of other trials are left out.</summary>
    public IReadOnlyList<TrialAttempt> Attempts { get; init; } = [];

    /// <summary>The rounds, by number.</summary>
    public IReadOnlyList<RoundReport> Rounds { get; init; } = [];

    /// <summary>What it took from earlier studies; null where it learns from nothing.</summary>
    public EarlierReport? Earlier { get; init; }

    /// <summary>How long it has run, over all processes: see <see cref="IStudyRecord.ReadRunningTimeAsync"/>.</summary>
    public TimeSpan RunningTime { get; init; }

    /// <summary>Until when what runs has run.</summary>
    public DateTimeOffset Now { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>Rises whenever the record has changed.</summary>
    public long Revision { get; init; }

    /// <summary>What the parameters mean for the score; null where it is asked for by itself.</summary>
    public StudyInsight? Insight { get; init; }

    /// <summary>Trials that are to be shown in full, the most important first, as far as there is room.</summary>
    public IReadOnlyList<PageTrial> Details { get; init; } = [];

    /// <summary>Which complete trials are how good.</summary>
    public PageRanking Ranking { get => field ??= new(Trials, Study.Goal); private init; }

    /// <summary>What each proposal saw.</summary>
    public SeenResults Seen => field ??= new(Trials, Study.Goal);

    /// <summary>The processes that have run trials, and which of them had which.</summary>
    public PageWorkers Workers => field ??= new(Trials, Attempts);

    /// <summary>Reads a study whole, with what its file shows of single trials.</summary>
    /// <param name="record">The study's.</param>
    /// <param name="limits">How much of it; null for what a file has.</param>
    /// <param name="insight">What its parameters are asked; null for nothing.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task<PageStudy> ReadAsync(IStudyRecord record, PageLimits? limits = null, InsightOptions? insight = null, CancellationToken cancel = default)
    {
        var trials = await record.ReadAsync(cancel);
        var ranking = new PageRanking(trials, record.Study.Goal);
        var details = new List<PageTrial>();
        foreach (var trial in ranking.MostImportant((limits ?? PageLimits.File).Details))
            details.Add(await PageTrial.ReadAsync(record, trial, cancel));
        return new()
        {
            Study = record.Study,
            Created = record.Created,
            Trials = trials,
            Ranking = ranking,
            Extras = await StudyExtras.ReadAsync(record, cancel),
            Attempts = await record.ReadAttemptsAsync(cancel),
            Rounds = RoundsReport.Of(record.Study.Goal, await record.ReadRoundsAsync(cancel), await record.ReadSpacesAsync(cancel), trials),
            Earlier = record.Study.Earlier.Count == 0 ? null : EarlierReport.Of(record.Study, trials),
            RunningTime = await record.ReadRunningTimeAsync(cancel),
            Details = details,
            Insight = insight is null ? null : StudyInsight.Of(record.Study, trials, insight),
        };
    }

    /// <summary>The same study with other extras, such as all those of one trial that is shown in full.</summary>
    public PageStudy WithExtras(StudyExtras extras)
    {
        // What both find out of the trials is found out once.
        _ = (Ranking, Seen);
        var other = (PageStudy)MemberwiseClone();
        other._extras = extras;
        return other;
    }

    /// <summary>The place of a trial among <see cref="Trials"/>; −1 where there is none of that number.</summary>
    public int IndexOf(int number)
    {
        // Trials are numbered without gap.
        if ((uint)number < (uint)Trials.Count && Trials[number].Number == number)
            return number;
        for (var (low, high) = (0, Trials.Count - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            if (Trials[middle].Number == number)
                return middle;
            (low, high) = Trials[middle].Number < number ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    /// <summary>The attempts of a trial, in order.</summary>
    /// <param name="number">The trial's number.</param>
    public IEnumerable<TrialAttempt> AttemptsOf(int number)
    {
        var (low, high) = (0, Attempts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Attempts[middle].Trial < number ? (middle + 1, high) : (low, middle);
        }
        for (var i = low; i < Attempts.Count && Attempts[i].Trial == number; i++)
            yield return Attempts[i];
    }
}
