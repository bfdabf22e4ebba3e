using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>From where an attempt at a trial goes on in this process.</summary>
internal sealed record TrialBeginning
{
    private TrialBeginning()
    {
    }

    /// <summary>From its checkpoint, where it has one.</summary>
    public static TrialBeginning FromCheckpoint { get; } = new() { UsesCheckpoint = true };

    /// <summary>Anew: who runs it cannot go on from a checkpoint.</summary>
    public static TrialBeginning Anew { get; } = new();

    public bool UsesCheckpoint { get; private init; }

    /// <summary>Whether another process has brought the same attempt so far as the trial's measurements say.</summary>
    public bool IsContinued { get; private init; }

    /// <summary>Whether the pruner has told it to stop by then.</summary>
    public bool IsStopped { get; private init; }

    /// <summary>How many notes it has left by then.</summary>
    public int Notes { get; private init; }

    /// <summary>From where other processes have brought it.</summary>
    /// <param name="record">The study's record.</param>
    /// <param name="trial">The trial, in the attempt that runs.</param>
    public static async Task<TrialBeginning> ContinuedAsync(IStudyRecord record, Trial trial)
    {
        var decisions = await record.ReadDecisionsAsync(trial.Number, CancellationToken.None);
        var notes = await record.ReadNotesAsync(trial.Number, CancellationToken.None);
        return new()
        {
            IsContinued = true,
            // What was decided before it was promoted is over.
            IsStopped = decisions.Any(decision => decision.IsStopped && !(decision.Step <= trial.PromotedAt)),
            Notes = notes.Count(note => note.Number >= FirstNote(trial)),
        };
    }

    /// <summary>The number of the first note of an attempt.</summary>
    public static int FirstNote(Trial trial) => (trial.Attempt - 1) * TrialNote.MostNotes;
}
