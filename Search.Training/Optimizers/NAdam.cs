using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HyperSearch.Training;

internal sealed record NAdamOptimizer(double LearningRate, double Beta1, double Beta2, double Epsilon) : Optimizer(LearningRate)
{
    internal override int StateCount => Rule.StateCount;

    internal override void Validate()
    {
        base.Validate();
        CheckMoments(Beta1, Beta2, Epsilon);
    }

    internal override void Update(in UpdateRange range) => UpdateKernel.Run(range, new Rule(range, Beta1, Beta2, Epsilon));

    /// <summary>μ(t)</summary>
    private static double Mu(double beta1, long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, 0.004 * step));

    /// <summary>Π μ(1…t). Past a few thousand steps it is zero for every β₁ that can be told from 1.</summary>
    private static double MuProduct(double beta1, long step)
    {
        double product = 1;
        for (long i = 1; i <= step && product > 1e-20; i++)
            product *= Mu(beta1, i);
        return product;
    }

    /// <summary>state0: m, state1: v</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Rule : IUpdateRule
    {
        private readonly Vector<float> _momentRate, _gradientRate, _rootScale, _epsilon, _old1, _fresh1, _old2, _fresh2;

        public Rule(in UpdateRange range, double beta1, double beta2, double epsilon)
        {
            double now = Mu(beta1, range.Step), next = Mu(beta1, range.Step + 1), product = MuProduct(beta1, range.Step);
            _momentRate = new((float)(range.LearningRate * next / (1 - product * next)));
            _gradientRate = new((float)(range.LearningRate * (1 - now) / (1 - product)));
            _rootScale = new((float)(1 / Math.Sqrt(1 - Math.Pow(beta2, range.Step))));
            _epsilon = new((float)epsilon);
            (_old1, _fresh1, _old2, _fresh2) = (new((float)beta1), new((float)(1 - beta1)), new((float)beta2), new((float)(1 - beta2)));
        }

        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1)
        {
            state0 = _old1 * state0 + _fresh1 * g;
            state1 = _old2 * state1 + _fresh2 * g * g;
            return -(_momentRate * state0 + _gradientRate * g) / (Vector.SquareRoot(state1) * _rootScale + _epsilon);
        }
    }
}
