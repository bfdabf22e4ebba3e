using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>One pass over the parameters: reads weight, gradient and state once, writes weight and state once.</summary>
internal static unsafe class UpdateKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(in UpdateRange range, TRule rule)
        where TRule : struct, IUpdateRule
    {
        Vector<float> scale = new((float)range.GradientScale), l1 = new((float)range.L1), l2 = new((float)range.L2);
        Vector<float> keep = new((float)(1 - range.LearningRate * range.DecoupledDecay));
        var hasL1 = range.L1 != 0;
        float* values = range.Values, gradients = range.Gradients, state0 = range.State0, state1 = range.State1;
        var count = range.Count;
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            var w = Vector.Load(values + i);
            var g = Vector.Load(gradients + i) * scale + l2 * w;
            if (hasL1)
                g += l1 * Sign(w);
            Vector<float> s0 = default, s1 = default;
            if (TRule.StateCount > 0)
                s0 = Vector.Load(state0 + i);
            if (TRule.StateCount > 1)
                s1 = Vector.Load(state1 + i);
            var step = rule.Step(g, ref s0, ref s1);
            (w * keep + step).Store(values + i);
            if (TRule.StateCount > 0)
                s0.Store(state0 + i);
            if (TRule.StateCount > 1)
                s1.Store(state1 + i);
        }
    }

    /// <summary>−1, 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sign(Vector<float> w) =>
        Vector.ConditionalSelect(Vector.Equals(w, Vector<float>.Zero), Vector<float>.Zero, Vector.CopySign(Vector<float>.One, w));
}
