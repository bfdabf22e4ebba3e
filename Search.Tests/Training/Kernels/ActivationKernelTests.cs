using System.Numerics;
using HyperSearch.Training;

namespace Search.Tests;

public unsafe class ActivationKernelTests
{
    [Fact]
    public void Functions_agree_with_the_mathematics_far_from_zero_too()
    {
        float[] points = [0, 1e-6f, -1e-6f, 0.1f, -0.1f, 0.19f, 0.21f, 1, -1, 3, -3, 9, -9, 40, -40, 200, -200];
        Check<Sigmoid>(points, x => 1 / (1 + Math.Exp(-x)));
        Check<Tanh>(points, Math.Tanh);
        Check<Silu>(points, x => x / (1 + Math.Exp(-x)));
        Check<Relu>(points, x => Math.Max(x, 0));
        Check<Gelu>([-6, -40, -200], x => 0);
        Check<Gelu>([6, 40, 200], x => x);
        Check<Gelu>([0, 1, -1], x => x * (x == 0 ? 0.5 : x > 0 ? 0.8413447460685429 : 0.15865525393145707));
    }

    [Fact]
    public void Every_length_is_reached_and_nothing_beyond()
    {
        for (var length = 0; length <= 257; length++)
        {
            using var x = new GuardedMemory(TestNumbers.Normal(length));
            using var y = new GuardedMemory(length);
            Elementwise.Map(x.Data, y.Data, length, default(Tanh));
            for (var i = 0; i < length; i++)
                Assert.Equal(Math.Tanh(x.Span[i]), y.Span[i], 3e-7);
        }
    }

    private static void Check<TFunction>(float[] points, Func<double, double> expected)
        where TFunction : struct, IActivation
    {
        foreach (var x in points)
        {
            var actual = default(TFunction).Apply(new Vector<float>(x))[0];
            Assert.Equal(expected(x), actual, 3e-7 * Math.Max(1, Math.Abs(x)));
        }
    }
}
