namespace HyperSearch.Training;

/// <summary>How a layer's weights begin, and what belongs to them.</summary>
/// <param name="Mask">Null: no weights are dropped.</param>
internal sealed record WeightOptions(Initialization Initialization, bool Bias = true, bool WeightNorm = false, ConnectionMask? Mask = null);
