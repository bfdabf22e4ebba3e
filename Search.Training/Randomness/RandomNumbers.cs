using System.Runtime.InteropServices;
using HyperSearch.Randomness;

namespace HyperSearch.Training;

/// <summary>A sequence of random numbers given by (seed, purpose, stream): the same on every machine.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RandomNumbers(ulong seed, RandomPurpose purpose, ulong stream = 0)
{
    private RandomWords _words = new(seed, (0, (uint)stream, (uint)(stream >> 32), (uint)purpose));
    private double _spareNormal = double.NaN;

    public uint NextUInt32() => _words.NextUInt32();

    /// <summary>Uniform in [0, 1), a multiple of 2⁻³².</summary>
    public double NextDouble() => NextUInt32() * (1.0 / 4294967296.0);

    /// <summary>Uniform in [low, high).</summary>
    public double NextBetween(double low, double high) => low + (high - low) * NextDouble();

    /// <inheritdoc cref="RandomWords.NextInt"/>
    public int NextInt(int bound) => _words.NextInt(bound);

    /// <summary>Standard normal (Box and Muller 1958); every second one is the sine's.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        var radius = Math.Sqrt(-2 * Math.Log((NextUInt32() + 1.0) * (1.0 / 4294967296.0)));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <inheritdoc cref="RandomWords.Shuffle{T}"/>
    public void Shuffle<T>(Span<T> items) => _words.Shuffle(items);
}
