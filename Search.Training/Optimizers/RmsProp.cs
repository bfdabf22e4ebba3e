using System.Numerics;
using System.Runtime.InteropServices;

namespace Search.Training;

internal sealed record RmsPropOptimizer(double LearningRate, double Decay, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => 1;

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
        private readonly Vector<float> rate = new((float)range.LearningRate), epsilon = new((float)epsilon);
        private readonly Vector<float> old = new((float)decay), fresh = new((float)(1 - decay));

        public static int StateCount => 1;

        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 = (old * state0) + (fresh * g * g);
            return -(rate * g) / (Vector.SquareRoot(state0) + epsilon);
        }
    }
}
