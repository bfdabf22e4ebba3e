using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>What a layer may want to know about the present pass through the network.</summary>
/// <param name="Training">False: inference, which must not depend on the other rows.</param>
/// <param name="Step">Mini-batches trained so far.</param>
/// <param name="Update">Where given, weights are updated in the backward pass, as soon as their gradient is known and no longer needed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pass(bool Training, long Step, IWeightUpdate? Update = null)
{
    public static Pass Inference { get; } = new(Training: false, 0);
}
