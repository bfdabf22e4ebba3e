namespace Search.Core;

/// <summary>What a trial's random stream is for. Streams of different purposes are independent.</summary>
public enum StreamPurpose
{
    /// <summary>Proposing the trial's point.</summary>
    Proposal,

    /// <summary>Whatever the objective draws: see <see cref="ITrial.Seed"/>.</summary>
    Objective,
}
