using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Inserts trials that ran elsewhere: no strategy of this study proposed them, and no worker of this store ran them.</summary>
internal static class StudyImport
{
    /// <param name="to">In a transaction.</param>
    /// <param name="study">The study's id, which has no trials yet.</param>
    /// <param name="contents">Its trials, none of which runs, and what is on record of them.</param>
    public static void Run(DbConnection to, long study, StudyContents contents)
    {
        var (space, trials) = (contents.Study.Space, contents.Trials);
        RowInsert.Run(to, "trials",
            ["study", "number", "state", "finish_order", "value", "attempt", "note", "error", "started", "finished", "further_values", "excesses", "infeasible"],
            trials.Select(trial => (object?[])
            [
                study, trial.Number, StateNames.Of(trial.State), trial.FinishOrder, trial.Value, trial.Attempt,
                StorableText.Of(trial.Note), StorableText.Of(trial.Error), Timestamps.Of(trial.Started), Timestamps.Of(trial.Finished),
                StudyJson.WriteOrNull(trial.FurtherValues), StudyJson.WriteOrNull(trial.Excesses), trial.IsFeasible ? 0 : 1,
            ]));
        RowInsert.Run(to, "trial_values", ["study", "trial", "name", "number", "text"],
            trials.SelectMany(trial => trial.ValuesIn(space).Select(pair => (object?[])[study, trial.Number, pair.Key, pair.Value.Number, pair.Value.Text])));
        RowInsert.Run(to, "measurements", ["study", "trial", "step", "value"],
            trials.SelectMany(trial => trial.Measurements.Select(measurement => (object?[])[study, trial.Number, measurement.Step, measurement.Value])));
        RowInsert.Run(to, "metrics", ["study", "trial", "name", "value"],
            contents.Metrics.Where(metric => metric.Step is null).Select(metric => (object?[])[study, metric.Trial, metric.Name, metric.Value]));
        RowInsert.Run(to, "metric_steps", ["study", "trial", "name", "step", "value"],
            contents.Metrics.Where(metric => metric.Step is not null).Select(metric => (object?[])[study, metric.Trial, metric.Name, metric.Step, metric.Value]));
        RowInsert.Run(to, "trial_notes", ["study", "trial", "number", "text"],
            contents.Notes.Select(note => (object?[])[study, note.Trial, note.Number, StorableText.Of(note.Text)]));
    }
}
