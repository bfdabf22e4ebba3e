using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

internal sealed record SgdOptimizer(double LearningRate) : Optimizer(LearningRate)
{
    internal override int StateCount => DescentRule.StateCount;

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new DescentRule(range));
}

/// <summary>−η g</summary>
internal readonly struct DescentRule(in UpdateRange range) : IUpdateRule
{
    private readonly Vector<float> _rate = new((float)range.LearningRate);

    public static int StateCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1) => -(_rate * g);
}
