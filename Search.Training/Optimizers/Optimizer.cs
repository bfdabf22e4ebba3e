using System.Runtime.InteropServices;

namespace Search.Training;

/// <summary>A rule that turns gradients into new weights. η: learning rate, g: gradient, w: weight.</summary>
/// <param name="LearningRate">η, greater than 0</param>
public abstract record Optimizer(double LearningRate)
{
    /// <summary>w ← w − η g</summary>
    public static Optimizer Sgd(double learningRate) => new Sgd(learningRate);

    /// <summary>v ← μ v − η g; w ← w + v</summary>
    public static Optimizer Momentum(double learningRate, double momentum = 0.9) => new Momentum(learningRate, momentum);

    /// <summary>Buffers of the parameters' size that the rule keeps from step to step.</summary>
    internal abstract int StateCount { get; }

    /// <summary>Refuses values outside their range, with the rule and the value.</summary>
    internal virtual void Validate()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException($"`learning rate > 0` must hold, but it is {LearningRate}.");
    }

    /// <summary>Updates one range of parameters in one pass.</summary>
    internal abstract void Update(in UpdateRange range);
}

/// <summary>A range of parameters with all that an update reads and writes.</summary>
/// <param name="l2">added to the gradient times the weight</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct UpdateRange(float* values, float* gradients, float* state0, int count, double learningRate, double l2)
{
    public readonly float* Values = values;
    public readonly float* Gradients = gradients;
    public readonly float* State0 = state0;
    public readonly int Count = count;
    public readonly double LearningRate = learningRate;
    public readonly double L2 = l2;
}
