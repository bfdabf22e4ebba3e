namespace HyperSearch.Tool;

/// <summary>What is written of a predicted class.</summary>
internal enum PredictedParts
{
    /// <summary>The class, then the probability of each.</summary>
    Both,

    /// <summary>The class alone.</summary>
    Label,

    /// <summary>The probabilities alone, each under the name of its class.</summary>
    Probabilities,
}
