using System.Numerics;
using System.Runtime.InteropServices;

namespace Search.Training;

/// <summary>Stochastic gradient descent: w ← w − η g. Robbins and Monro 1951.</summary>
public sealed record Sgd(double LearningRate) : Optimizer(LearningRate)
{
    internal override int StateCount => 0;

    internal override unsafe void Update(in UpdateRange range)
        => Elementwise.Zip(range.Values, range.Gradients, range.Values, range.Count, new Step(range));

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Step(in UpdateRange range) : IZip
    {
        private readonly Vector<float> rate = new((float)range.LearningRate), l2 = new((float)range.L2);

        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x - (rate * (y + (l2 * x)));
    }
}
