namespace HyperSearch.Strategies;

/// <summary>
/// The Sobol sequence: points of the unit cube whose first 2ᵏ fill it evenly. Sobol 1967; construction after Bratley and
/// Fox, "Algorithm 659", ACM TOMS 14, 1988; direction numbers of Joe and Kuo 2008.
/// </summary>
internal static class SobolSequence
{
    /// <summary>The most coordinates a point can have.</summary>
    public static readonly int Dimensions = JoeKuoTable.Rows.Length + 1;

    private const int Bits = 32;

    // V[dimension][k] is v_(k+1) = m_(k+1) / 2^(k+1), as a fraction of 2^32.
    private static readonly uint[][] V = [.. Enumerable.Range(0, Dimensions).Select(DirectionNumbers)];

    /// <summary>Coordinate <paramref name="dimension"/> of point <paramref name="index"/>, as a fraction of 2³².</summary>
    public static uint Coordinate(uint index, int dimension)
    {
        var v = V[dimension];
        // Gray code order: x_n = g_1 v_1 ⊕ g_2 v_2 ⊕ … with g = n ⊕ n/2.
        var gray = index ^ (index >> 1);
        var x = 0u;
        for (var k = 0; gray != 0; k++, gray >>= 1)
        {
            if ((gray & 1) != 0)
                x ^= v[k];
        }

        return x;
    }

    private static uint[] DirectionNumbers(int dimension)
    {
        var v = new uint[Bits];
        if (dimension == 0)
        {
            for (var k = 0; k < Bits; k++)
                v[k] = 1u << (Bits - 1 - k);
            return v;
        }
        var (s, a, m) = JoeKuoTable.Rows[dimension - 1];
        for (var k = 0; k < Bits; k++)
        {
            if (k < s)
            {
                v[k] = m[k] << (Bits - 1 - k);
                continue;
            }
            // v_k = a_1 v_(k−1) ⊕ … ⊕ a_(s−1) v_(k−s+1) ⊕ v_(k−s) ⊕ v_(k−s)/2^s
            v[k] = v[k - s] ^ (v[k - s] >> s);
            for (var i = 1; i < s; i++)
            {
                if (((a >> (s - 1 - i)) & 1) != 0)
                    v[k] ^= v[k - i];
            }
        }
        return v;
    }
}
