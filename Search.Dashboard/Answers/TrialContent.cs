using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>A trial with all that is on record of it.</summary>
internal static class TrialContent
{
    // Of what a person asks for by itself, more than a file has room for.
    private static readonly PageLimits Limits = PageLimits.Server with { Characters = 200_000, PointsOfCurve = 2_000 };

    /// <summary>Reads what belongs to the trial alone.</summary>
    public static async Task<PageContent> OfAsync(IStudyRecord record, PageStudy study, Trial trial, CancellationToken cancel)
    {
        var one = await PageTrial.ReadAsync(record, trial, cancel);
        var extras = new StudyExtras([.. study.Extras.MetricsOf(trial)], await record.ReadNotesAsync(trial.Number, cancel), await record.ReadArtifactsAsync(trial.Number, cancel));
        return PageContent.OfJson("", json => PageJson.WriteDetails(json, study.WithExtras(extras), one, Limits));
    }
}
