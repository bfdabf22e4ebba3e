namespace HyperSearch;

/// <summary>What a trial's random stream is for. Streams of different purposes are independent.</summary>
public enum StreamPurpose
{
    /// <summary>Proposing the trial's point.</summary>
    Propose,

    /// <summary>Whatever the objective draws: the trial's own seed.</summary>
    Evaluate,

    /// <summary>What a strategy draws once for the whole study, such as a scramble: the stream of trial 0.</summary>
    Setup,

    /// <summary>What insight into a study draws: the stream of trial 0.</summary>
    Insight,

    /// <summary>How a trial's data are split: see <see cref="ITrial.Split"/>.</summary>
    Split,

    /// <summary>A race of finalists: the stream of trial 0 is what it draws, that of 1 + r has the seeds of the r-th runs of all finalists.</summary>
    Confirm,

    /// <summary>The seeds of a trial's runs on the test part.</summary>
    Test,
}
