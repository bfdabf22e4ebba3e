namespace HyperSearch.Training;

/// <summary>What batch normalization normalizes by in inference.</summary>
public enum BatchStatistics
{
    /// <summary>Averages that follow the mini-batches of training.</summary>
    Running,

    /// <summary>Mean and variance over the whole training set, taken after each epoch (one forward pass for each normalized layer).</summary>
    Exact,
}
