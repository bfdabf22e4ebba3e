using HyperSearch.Training;

namespace Search.Tests;

public unsafe class ReductionTests
{
    [Fact]
    public void Sums_reach_every_element_of_every_length_and_none_beyond()
    {
        for (var length = 0; length <= 257; length++)
        {
            using var x = new GuardedMemory(TestNumbers.Normal(length, 1));
            using var y = new GuardedMemory(TestNumbers.Normal(length, 2));
            double sum = 0, dot = 0, squares = 0;
            for (var i = 0; i < length; i++)
            {
                sum += x.Span[i];
                dot += (double)x.Span[i] * y.Span[i];
                squares += Math.Pow(x.Span[i] - 0.5, 2);
            }
            var tolerance = 1e-5 * (length + 1);
            Assert.Equal(sum, Reduction.Sum(x.Data, length), tolerance);
            Assert.Equal(dot, Reduction.Dot(x.Data, y.Data, length), tolerance);
            Assert.Equal(squares, Reduction.SquaresAround(x.Data, length, 0.5f), tolerance);
        }
    }
}
