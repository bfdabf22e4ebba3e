namespace HyperSearch.Core;

/// <summary>A piece of what a trial has printed.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Attempt">In which attempt: see <see cref="TrialAttempt.Number"/>.</param>
/// <param name="Number">Its place among the pieces of the attempt, from 0. Where numbers are missing, that was too much to keep.</param>
/// <param name="Text">Some lines, or a part of one.</param>
public sealed record TrialLogPiece(int Trial, int Attempt, int Number, string Text)
{
    /// <summary>Of so many attempts, the last ones, the pieces are kept.</summary>
    public const int AttemptsKept = 3;
}
