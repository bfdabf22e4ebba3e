using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>A range of parameters with all that an update reads and writes. Whole cache lines.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct UpdateRange
{
    public float* Values;
    public float* Gradients;

    /// <summary>The optimizer's first and second buffer, where its rule has them.</summary>
    public float* State0;
    public float* State1;
    public int Count;

    /// <summary>Steps taken, this one included.</summary>
    public long Step;

    /// <summary>After the schedule.</summary>
    public double LearningRate;

    /// <summary>The gradient is multiplied by it first: gradient clipping.</summary>
    public double GradientScale;

    /// <summary>Times the weight's sign, added to the gradient.</summary>
    public double L1;

    /// <summary>Times the weight, added to the gradient.</summary>
    public double L2;

    /// <summary>Times the weight and the learning rate, subtracted from the weight.</summary>
    public double DecoupledDecay;
}
