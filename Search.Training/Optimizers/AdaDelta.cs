using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record AdaDeltaOptimizer(double LearningRate, double Decay, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => Rule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckShare("decay", Decay);
        CheckEpsilon(Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new Rule(range, Decay, Epsilon));

    /// <summary>state0: s, state1: d</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule(in UpdateRange range, double decay, double epsilon) : IUpdateRule
    {
        private readonly Vector<float> _rate = new((float)range.LearningRate), _epsilon = new((float)epsilon);
        private readonly Vector<float> _old = new((float)decay), _fresh = new((float)(1 - decay));

        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 = _old * state0 + _fresh * g * g;
            var delta = g * Vector.SquareRoot((state1 + _epsilon) / (state0 + _epsilon));
            state1 = _old * state1 + _fresh * delta * delta;
            return -(_rate * delta);
        }
    }
}
