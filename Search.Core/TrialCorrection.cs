namespace HyperSearch.Core;

/// <summary>What a person does about a trial: see <see cref="IStudyRecord.CorrectAsync"/>.</summary>
public enum TrialCorrection
{
    /// <summary>Records the trial as failed. What a worker that still runs it finds out is discarded.</summary>
    Fail,

    /// <summary>Has a finished trial, or one whose process is dead, run again under its number.</summary>
    Requeue,

    /// <summary>Records a trial that waits as failed, so that it never runs.</summary>
    Skip,
}
