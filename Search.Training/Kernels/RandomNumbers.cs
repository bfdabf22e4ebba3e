using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>What random numbers are for: a part of their key, so that using more of one does not shift another.</summary>
internal enum RandomPurpose : uint { Initialization = 1, Shuffle = 2, Dropout = 3, Augmentation = 4, Split = 5, Digits = 6 }

/// <summary>A sequence of random numbers given by (seed, purpose, stream): the same on every machine.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RandomNumbers(ulong seed, RandomPurpose purpose, ulong stream = 0)
{
    private readonly uint _k0 = (uint)seed, _k1 = (uint)(seed >> 32);
    private readonly uint _c1 = (uint)stream, _c2 = (uint)(stream >> 32);
    private uint _block;
    private int _used = 4;
    private (uint X0, uint X1, uint X2, uint X3) _bits;
    private double _spareNormal = double.NaN;

    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _bits = Philox.Block(_block++, _c1, _c2, (uint)purpose, _k0, _k1);
            _used = 0;
        }

        return _used++ switch { 0 => _bits.X0, 1 => _bits.X1, 2 => _bits.X2, _ => _bits.X3 };
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻³².</summary>
    public double NextDouble() => NextUInt32() * (1.0 / 4294967296.0);

    /// <summary>Uniform in [low, high).</summary>
    public double NextBetween(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 … count − 1, without bias (Lemire 2019, algorithm 5).</summary>
    public int NextBelow(int count)
    {
        var product = (ulong)NextUInt32() * (uint)count;
        if ((uint)product < (uint)count)
        {
            var threshold = (uint)-count % (uint)count;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * (uint)count;
        }

        return (int)(product >> 32);
    }

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

    /// <summary>Fisher and Yates: every order equally likely.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
