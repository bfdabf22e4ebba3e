using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a study took from earlier ones, and what came of it.</summary>
/// <param name="Studies">What it learns from.</param>
/// <param name="Trials">How many trials were proposed from them, by what the strategy said of each.</param>
/// <param name="Best">The best of these.</param>
/// <param name="Others">How many other trials there are. A model may have made use of the earlier studies for them too.</param>
/// <param name="BestOther">The best of the others.</param>
/// <param name="FirstBetter">The first of the others, by number, that is better than <paramref name="Best"/>.</param>
internal sealed record EarlierReport(IReadOnlyList<EarlierStudy> Studies, int Trials, Trial? Best, int Others, Trial? BestOther, Trial? FirstBetter)
{
    // How the note of such a trial begins, after what a strategy says that wraps another.
    private const string Note = "earlier";

    /// <summary>The report; null where the study learns from nothing.</summary>
    public static async Task<EarlierReport?> ReadAsync(IStudyRecord record, CancellationToken cancel = default) =>
        record.Study.Earlier.Count == 0 ? null : Of(record.Study, await record.ReadWithoutMeasurementsAsync(cancel));

    public static EarlierReport Of(StudyDefinition study, IReadOnlyList<Trial> trials)
    {
        var ranking = new TrialRanking(study.Goal);
        var (own, others) = (trials.Where(IsFromEarlier).ToArray(), trials.Where(trial => !IsFromEarlier(trial)).ToArray());
        var best = ranking.Best(own);
        return new(study.Earlier, own.Length, best, others.Length, ranking.Best(others),
            best is null ? null : others.FirstOrDefault(trial => TrialRanking.CanBeBest(trial) && study.Goal.IsBetter(trial.Value!.Value, best.Value!.Value)));
    }

    /// <summary>One of the studies: what was taken, and the best that was there.</summary>
    public static string Describe(EarlierStudy study) =>
        $"{study.Name}: {EarlierText.ResultsOf(study)}{(study.Best is { } best ? $", best {Rounded(best)}{(study.Goal is { } goal ? $" ({goal.Metric})" : "")}" : "")}";

    /// <summary>What came of it, in a line.</summary>
    public string DescribeOutcome()
    {
        if (Trials == 0)
            return "no trial was proposed from them alone";
        var own = $"{Trials} trial{(Trials == 1 ? "" : "s")} proposed from them{DescribeBest(Best)}";
        var better = FirstBetter is null ? "none better" : $"the first better one was trial {FirstBetter.Number}";
        return Others == 0 ? own : $"{own}; {Others} other{(Others == 1 ? "" : "s")}{DescribeBest(BestOther)}{(Best is null || BestOther is null ? "" : $", {better}")}";
    }

    private static bool IsFromEarlier(Trial trial) => trial.Observed is not null && trial.Note is { } note
        && (note.StartsWith(Note, StringComparison.Ordinal) || note.Contains($": {Note}", StringComparison.Ordinal));

    private static string DescribeBest(Trial? best) => best is null ? "" : $", best {Rounded(best.Value!.Value)} (trial {best.Number})";

    private static string Rounded(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
