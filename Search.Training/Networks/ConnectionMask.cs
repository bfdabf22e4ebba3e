namespace HyperSearch.Training;

/// <summary>
/// DropConnect: in training each weight is dropped with a probability and the others divided by 1 − p; in inference the weights are as they are.
/// Wan et al. 2013, but for two things: one mask a mini-batch where the paper draws one an example, and no Gaussian
/// approximation of the average net in inference. The mask is not stored: it is a function of (seed, step, layer).
/// </summary>
/// <param name="Number">Of the layer.</param>
internal sealed record ConnectionMask(double Probability, ulong Seed, int Number)
{
    /// <summary>y[i] = keep(i) ? x[i] / (1 − p) : 0; <c>y</c> may be <c>x</c>.</summary>
    public unsafe void Apply(float* x, float* y, int count, long step) =>
        DropoutMask.Apply(x, y, count, Probability, Seed, ((ulong)step << 8) | (uint)Number, RandomPurpose.DropConnect);
}
