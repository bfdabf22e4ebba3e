using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record RmsPropOptimizer(double LearningRate, double Decay, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => Rule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckShare("decay", Decay);
        CheckEpsilon(Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new Rule(range, Decay, Epsilon));

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule(in UpdateRange range, double decay, double epsilon) : IUpdateRule
    {
        private readonly Vector<float> _rate = new((float)range.LearningRate), _epsilon = new((float)epsilon);
        private readonly Vector<float> _old = new((float)decay), _fresh = new((float)(1 - decay));

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 = _old * state0 + _fresh * g * g;
            return -(_rate * g) / (Vector.SquareRoot(state0) + _epsilon);
        }
    }
}
