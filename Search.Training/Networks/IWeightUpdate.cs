namespace HyperSearch.Training;

/// <summary>Updates weights in the backward pass of a network, as soon as their gradient is known and they are no longer needed.</summary>
internal unsafe interface IWeightUpdate
{
    /// <param name="offset">Where the range of weights begins in the <see cref="ParameterSet"/>.</param>
    /// <param name="count">Floats of the range, padding included.</param>
    /// <param name="gradients">Of these weights.</param>
    void UpdateWeights(int offset, int count, float* gradients);
}
