namespace HyperSearch.Training;

/// <summary>What happens to a parameter.</summary>
internal enum ParameterKind
{
    /// <summary>Trained, and pulled towards zero by L1, L2 and weight decay.</summary>
    Weight,

    /// <summary>Trained without decay: biases, scales, slopes.</summary>
    NoDecay,

    /// <summary>Not trained: running averages. A part of the model all the same.</summary>
    Statistic,
}
