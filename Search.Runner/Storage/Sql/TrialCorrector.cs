using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Corrects trials by hand, all or none, within a transaction in which nobody else writes to the study's trials.</summary>
/// <param name="trials">The study's trials.</param>
/// <param name="study">The study's name.</param>
/// <param name="now">The present, by the database's clock.</param>
internal sealed class TrialCorrector(TrialTable trials, string study, DateTimeOffset now)
{
    /// <returns>The trials as they were; or why none was changed.</returns>
    public (IReadOnlyList<Trial> Before, string? Objection) Correct(TrialCorrection correction, IReadOnlyCollection<int> numbers, string? reason)
    {
        var before = new List<(Trial Trial, bool IsAlive)>();
        foreach (var number in numbers.Distinct().Order())
        {
            var holder = trials.HolderOf(number) is { } found && !found.IsDead(now) ? found.Identity.ToString() : null;
            if (trials.Reader.Find(number).Value is not { } trial)
                return ([], CorrectionRules.TrialNotFound(study, number));
            if (CorrectionRules.ObjectionTo(correction, trial, holder) is { } objection)
                return ([], objection);
            before.Add((trial, holder is not null));
        }
        foreach (var (trial, isAlive) in before)
            Correct(correction, trial, isAlive, reason);
        return ([.. before.Select(one => one.Trial)], null);
    }

    private void Correct(TrialCorrection correction, Trial trial, bool isAlive, string? reason)
    {
        if (trial.State == TrialState.Running)
            trials.Attempts.EndRunning(trial.Number, isAlive ? AttemptEnds.ByHand : AttemptEnds.Died);
        if (trial.IsFinished)
            trials.Reopen(trial);
        if (correction == TrialCorrection.Requeue)
            trials.Requeue(trial.Number);
        else
            trials.Fail(trial.Number, StorableText.Of(CorrectionRules.ErrorText(correction, reason))!);
    }
}
