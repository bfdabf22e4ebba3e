using System.Numerics;

namespace Search.Tests;

/// <summary>Elementary functions by their series, in whole numbers of 2⁻³⁰⁰.</summary>
internal static class HighPrecision
{
    private const int Bits = 300;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * InverseHyperbolicTangent(One / 3);
    private static readonly BigInteger Pi = 16 * ArcTangentOfInverse(5) - 4 * ArcTangentOfInverse(239);

    /// <summary>How far <paramref name="y"/> is from eˣ, in units of its last place.</summary>
    public static double ErrorOfExp(double x, double y)
    {
        var n = (int)Math.Round(x / Math.Log(2));
        var r = Fixed(x) - n * Ln2;
        var (term, sum) = (One, One);
        for (var k = 1; !term.IsZero; k++)
            sum += term = (term * r >> Bits) / k;
        return Error(y, sum, n);
    }

    /// <summary>The same for ln x.</summary>
    public static double ErrorOfLog(double x, double y)
    {
        var n = Math.ILogB(x);
        var m = Fixed(Math.ScaleB(x, -n));
        return Error(y, n * Ln2 + 2 * InverseHyperbolicTangent(((m - One) << Bits) / (m + One)), 0);
    }

    /// <summary>The same for sin 2πu and cos 2πu.</summary>
    public static (double Sin, double Cos) ErrorOfTurn(double u, double sin, double cos)
    {
        var t = 2 * Pi * Fixed(u) >> Bits;
        var (sums, term) = (new[] { BigInteger.Zero, BigInteger.Zero }, One);
        for (var k = 0; !term.IsZero && term != BigInteger.MinusOne; k++)
        {
            sums[k % 2] += k % 4 < 2 ? term : -term;
            term = (term * t >> Bits) / (k + 1);
        }
        return (Error(sin, sums[1], 0), Error(cos, sums[0], 0));
    }

    private static double Error(double y, BigInteger exact, int exponent)
    {
        var unit = Math.Max(Math.ILogB(y), -1022) - 52;
        var digits = new BigInteger(Math.ScaleB(Math.ScaleB(y, -unit / 2), -(unit - unit / 2)));
        var shift = unit - exponent + Bits;
        return (double)(BigInteger.Abs((digits << shift) - exact) >> (shift - 40)) / (1L << 40);
    }

    private static BigInteger Fixed(double x)
    {
        if (x == 0)
            return 0;
        var exponent = Math.ILogB(x) - 52;
        var digits = new BigInteger(Math.ScaleB(x, -exponent));
        return exponent + Bits >= 0 ? digits << (exponent + Bits) : digits >> -(exponent + Bits);
    }

    private static BigInteger InverseHyperbolicTangent(BigInteger s)
    {
        var (power, sum, square) = (s, BigInteger.Zero, s * s >> Bits);
        for (var k = 1; !power.IsZero && power != BigInteger.MinusOne; k += 2)
        {
            sum += power / k;
            power = power * square >> Bits;
        }
        return sum;
    }

    private static BigInteger ArcTangentOfInverse(int n)
    {
        var (power, sum) = (One / n, BigInteger.Zero);
        for (var k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -power / k;
            power /= n * n;
        }
        return sum;
    }
}
