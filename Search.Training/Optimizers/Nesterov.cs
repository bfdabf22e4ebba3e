using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record NesterovOptimizer(double LearningRate, double Mu) : Optimizer(LearningRate)
{
    internal override int StateCount => Rule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckShare("momentum", Mu);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new Rule(range, Mu));

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule(in UpdateRange range, double mu) : IUpdateRule
    {
        private readonly Vector<float> _rate = new((float)range.LearningRate), _mu = new((float)mu);

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 = _mu * state0 - _rate * g;
            return _mu * state0 - _rate * g;
        }
    }
}
