using System.Numerics;
using System.Runtime.CompilerServices;

namespace Search.Training;

/// <summary>Momentum: v ← μ v − η g; w ← w + v. Polyak 1964; Sutskever et al. 2013, equations 1 and 2.</summary>
/// <param name="Mu">μ in [0, 1): the share of the last step that is kept</param>
public sealed record Momentum(double LearningRate, double Mu = 0.9) : Optimizer(LearningRate)
{
    internal override int StateCount => 1;

    internal override void Validate()
    {
        base.Validate();
        if (Mu is not (>= 0 and < 1))
            throw new ArgumentException($"`0 ≤ momentum < 1` must hold, but momentum={Mu}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override unsafe void Update(in UpdateRange range)
    {
        // The ranges are whole cache lines: no rest.
        Vector<float> rate = new((float)range.LearningRate), l2 = new((float)range.L2), mu = new((float)Mu);
        for (int i = 0; i < range.Count; i += Vector<float>.Count)
        {
            Vector<float> w = Vector.Load(range.Values + i);
            Vector<float> g = Vector.Load(range.Gradients + i) + (l2 * w);
            Vector<float> v = (mu * Vector.Load(range.State0 + i)) - (rate * g);
            v.Store(range.State0 + i);
            (w + v).Store(range.Values + i);
        }
    }
}
