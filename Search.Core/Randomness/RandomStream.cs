using HyperSearch.Core;
using HyperSearch.Randomness;

namespace HyperSearch;

/// <summary>
/// Random numbers that depend on nothing but (seed, trial number, purpose): the same on every machine and .NET version,
/// in whatever order trials run. 2⁶⁶ words a stream; streams never overlap.
/// </summary>
/// <remarks>A mutable struct: pass it by <c>ref</c>. A copy goes on from the same place.</remarks>
public struct RandomStream
{
    private RandomWords _words;
    private double _spareNormal;

    /// <param name="seed">The study's seed: the key of the generator.</param>
    /// <param name="trial">The trial's number, at least 0.</param>
    /// <param name="purpose">What the stream is for.</param>
    public RandomStream(ulong seed, int trial, StreamPurpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        _words = new RandomWords(seed, (0, 0, (uint)trial, (uint)purpose));
        _spareNormal = double.NaN;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32() => _words.NextUInt32();

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Uniform in [0,1): a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="bound"/>−1, without bias (Lemire 2019, "Fast Random Integer Generation in an Interval", algorithm 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return _words.NextInt(bound);
    }

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        var radius = Math.Sqrt(-2 * PortableMath.Log(1 - NextDouble()));
        var (sin, cos) = PortableMath.SinCosOfTurn(NextDouble());
        _spareNormal = radius * sin;
        return radius * cos;
    }

    /// <summary>A uniform permutation in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items) => _words.Shuffle(items);
}
