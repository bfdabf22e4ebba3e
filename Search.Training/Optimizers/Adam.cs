using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record AdamOptimizer(double LearningRate, double Beta1, double Beta2, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => AdamRule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckMoments(Beta1, Beta2, Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new AdamRule(range, Beta1, Beta2, Epsilon));
}

/// <summary>state0: m, state1: v. The corrections of m and v are worked into the rate and the root's factor.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct AdamRule(in UpdateRange range, double beta1, double beta2, double epsilon) : IUpdateRule
{
    private readonly Vector<float> _rate = new((float)(range.LearningRate / (1 - Math.Pow(beta1, range.Step))));
    private readonly Vector<float> _rootScale = new((float)(1 / Math.Sqrt(1 - Math.Pow(beta2, range.Step)))), _epsilon = new((float)epsilon);
    private readonly Vector<float> _old1 = new((float)beta1), _fresh1 = new((float)(1 - beta1)), _old2 = new((float)beta2), _fresh2 = new((float)(1 - beta2));

    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
    {
        state0 = _old1 * state0 + _fresh1 * g;
        state1 = _old2 * state1 + _fresh2 * g * g;
        return -(_rate * state0) / (Vector.SquareRoot(state1) * _rootScale + _epsilon);
    }
}
