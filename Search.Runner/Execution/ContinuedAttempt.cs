using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How far other processes have brought an attempt at a trial that goes on in this one: as far as its measurements say.</summary>
/// <param name="IsStopped">Whether the pruner has told it to stop by then.</param>
/// <param name="Notes">How many notes it has left by then.</param>
internal sealed record ContinuedAttempt(bool IsStopped, int Notes)
{
    /// <summary>Reads it of the record.</summary>
    /// <param name="record">The study's record.</param>
    /// <param name="trial">The trial, in the attempt that runs.</param>
    public static async Task<ContinuedAttempt> ReadAsync(IStudyRecord record, Trial trial)
    {
        var decisions = await record.ReadDecisionsAsync(trial.Number, CancellationToken.None);
        var notes = await record.ReadNotesAsync(trial.Number, CancellationToken.None);
        // What was decided before it was promoted is over.
        return new(decisions.Any(decision => decision.IsStopped && !(decision.Step <= trial.PromotedAt)), notes.Count(note => note.Number >= FirstNote(trial)));
    }

    /// <summary>The number of the first note of an attempt.</summary>
    public static int FirstNote(Trial trial) => (trial.Attempt - 1) * TrialNote.MostNotes;
}
