using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The kernel of Aitchison and Aitken on a choice of many options: it has three values only, and a draw needs no list of all.
/// </summary>
/// <param name="Options">How many options there are; this number as a kernel's centre stands for the uniform one.</param>
/// <param name="B">The share of all options but the centre.</param>
internal sealed record LargeChoice(int Options, double B)
{
    private readonly double _logSame = PortableMath.Log(1 - B), _logOther = PortableMath.Log(B / (Options - 1)), _logUniform = -PortableMath.Log(Options);

    /// <summary>Adds to each kernel's score the logarithm of what it gives to an option.</summary>
    public void AddTo(Span<double> scores, ReadOnlySpan<int> centers, int option)
    {
        for (var k = 0; k < scores.Length; k++)
            scores[k] += centers[k] == option ? _logSame : centers[k] == Options ? _logUniform : _logOther;
    }

    /// <summary>An option from the kernel around one.</summary>
    public int Sample(int center, ref RandomStream random)
    {
        if (center == Options)
            return random.NextInt(Options);
        if (random.NextDouble() >= B)
            return center;
        var other = random.NextInt(Options - 1);
        return other < center ? other : other + 1;
    }
}
