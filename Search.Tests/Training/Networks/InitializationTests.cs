using HyperSearch.Training;

namespace Search.Tests;

public class InitializationTests
{
    private const int Inputs = 50, Outputs = 150, Count = 20_000;

    public static TheoryData<Initialization, double, bool> Deviations() => new()
    {
        { Initialization.Normal(0.01), 0.01, false },
        { Initialization.XavierNormal, 0.1, false },
        { Initialization.XavierUniform, 0.1, true },
        { Initialization.HeNormal, 0.2, false },
        { Initialization.HeUniform, 0.2, true },
        { Initialization.LeCunNormal, Math.Sqrt(0.02), false },
    };

    [Theory]
    [MemberData(nameof(Deviations))]
    public void Weights_have_the_deviation_that_the_paper_asks_for(Initialization initialization, double deviation, bool uniform)
    {
        var random = new RandomNumbers(1, RandomPurpose.Initialize);
        double[] weights = [.. Enumerable.Range(0, Count).Select(_ => initialization.Draw(ref random, Inputs, Outputs))];
        // Four standard errors each: a false alarm in 16,000, but the seed is fixed.
        Assert.Equal(0, weights.Average(), 4 * deviation / Math.Sqrt(Count));
        Assert.Equal(1, Math.Sqrt(weights.Average(w => w * w)) / deviation, 4 / Math.Sqrt(2 * Count));
        Assert.Equal(uniform, weights.Max() <= deviation * Math.Sqrt(3));
    }

    [Fact]
    public void A_constant_is_a_constant()
    {
        var random = new RandomNumbers(1, RandomPurpose.Initialize);
        Assert.Equal(0.5, Initialization.Constant(0.5).Draw(ref random, Inputs, Outputs));
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(Initialization.Normal(-1).Validate);
        Assert.Throws<ArgumentException>(Initialization.Constant(double.NaN).Validate);
    }
}
