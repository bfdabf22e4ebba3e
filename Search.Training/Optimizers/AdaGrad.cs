using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record AdaGradOptimizer(double LearningRate, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => Rule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckEpsilon(Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new Rule(range, Epsilon));

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule(in UpdateRange range, double epsilon) : IUpdateRule
    {
        private readonly Vector<float> _rate = new((float)range.LearningRate), _epsilon = new((float)epsilon);

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 += g * g;
            return -(_rate * g) / (Vector.SquareRoot(state0) + _epsilon);
        }
    }
}
