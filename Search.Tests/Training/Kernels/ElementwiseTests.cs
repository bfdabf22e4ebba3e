using System.Numerics;
using HyperSearch.Training;

namespace Search.Tests;

public unsafe class ElementwiseTests
{
    [Fact]
    public void A_map_reaches_every_element_of_every_length_and_none_beyond()
    {
        for (var length = 0; length <= 257; length++)
        {
            using var x = new GuardedMemory(TestNumbers.Normal(length));
            using var y = new GuardedMemory(length);
            Elementwise.Map(x.Data, y.Data, length, default(Twice));
            Assert.All(Enumerable.Range(0, length), i => Assert.Equal(2 * x.Span[i], y.Span[i]));
        }
    }

    [Fact]
    public void A_zip_reaches_every_element_of_every_length_and_none_beyond()
    {
        for (var length = 0; length <= 257; length++)
        {
            using var x = new GuardedMemory(TestNumbers.Normal(length, 1));
            using var y = new GuardedMemory(TestNumbers.Normal(length, 2));
            using var z = new GuardedMemory(length);
            Elementwise.Zip(x.Data, y.Data, z.Data, length, default(Difference));
            Assert.All(Enumerable.Range(0, length), i => Assert.Equal(x.Span[i] - y.Span[i], z.Span[i]));
        }
    }

    [Fact]
    public void Row_sums_agree_with_a_loop()
    {
        for (var rows = 0; rows <= 257; rows += 7)
        {
            using var m = new GuardedMemory(TestNumbers.Normal(rows * 48));
            using var sums = new GuardedMemory(48);
            Elementwise.SumRows(new Matrix(m.Data, rows, 37, 48), sums.Data);
            for (var column = 0; column < 48; column++)
            {
                float expected = 0;
                for (var row = 0; row < rows; row++)
                    expected += m.Span[row * 48 + column];
                Assert.Equal(expected, sums.Span[column]);
            }
        }
    }

    private readonly struct Twice : IMap
    {
        public Vector<float> Apply(Vector<float> x) => x + x;
    }

    private readonly struct Difference : IZip
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x - y;
    }
}
