namespace HyperSearch.Strategies;

/// <summary>
/// A point as numbers whose weighted squared differences make the kernel's distance: one feature per number, one indicator
/// per option, and in a conditional space one that says whether a number is active.
/// </summary>
/// <remarks>
/// An indicator per option lets the kernel learn which options are alike. A choice of more than <see cref="SearchDomain.MostLevels"/>
/// options has <see cref="Bits"/> features, however many there are: the bits of a hash of the option, scaled so that two options
/// are on average as far apart as by indicators. An inactive number stands in the middle, and its activity feature keeps it away
/// from those that are there.
/// </remarks>
internal sealed class FeatureMap
{
    private const double Middle = 0.5;

    // Two hashes differ in half of the bits: 16 times the square of this is 2.
    private const int Bits = 32;
    private const double Bit = 0.35355339059327379;

    private readonly Feature[] _features;

    /// <param name="Parameter">The parameter it is made of.</param>
    /// <param name="Option">The option that it indicates; else <see cref="Number"/>, <see cref="Activity"/> or a bit.</param>
    private readonly record struct Feature(int Parameter, int Option);

    // Bit b of a hash is FirstBit − b.
    private const int Number = -1, Activity = -2, FirstBit = -3;

    public FeatureMap(SearchSpace space) : this(space.Parameters, space.IsConditional) { }

    /// <param name="parameters">The parameters whose codes a point has, in order.</param>
    /// <param name="isConditional">Whether some of them are inactive at some points.</param>
    public FeatureMap(IReadOnlyList<Parameter> parameters, bool isConditional)
    {
        var (numbers, others) = (new List<Feature>(), new List<Feature>());
        for (var i = 0; i < parameters.Count; i++)
        {
            var levels = parameters[i].Levels;
            if (parameters[i].IsCategorical && levels > SearchDomain.MostLevels)
            {
                for (var bit = 0; bit < Bits; bit++)
                    others.Add(new(i, FirstBit - bit));
            }
            else if (parameters[i].IsCategorical)
            {
                // Of two options that are always there, one indicator tells all.
                var count = levels is 1 || (levels is 2 && !isConditional) ? levels.Value - 1 : levels!.Value;
                for (var option = 0; option < count; option++)
                    others.Add(new(i, option));
            }
            else if (levels is not 1)
            {
                numbers.Add(new(i, Number));
                if (isConditional)
                    others.Add(new(i, Activity));
            }
        }
        Numbers = numbers.Count;
        _features = [.. numbers, .. others];
    }

    /// <summary>How many features there are; the numbers come first.</summary>
    public int Count => _features.Length;

    /// <summary>How many of them are numbers.</summary>
    public int Numbers { get; }

    /// <summary>The parameter that number <paramref name="feature"/> is.</summary>
    public int ParameterOf(int feature) => _features[feature].Parameter;

    /// <summary>One feature of a point, not yet warped.</summary>
    public double Value(int feature, ReadOnlySpan<double> codes)
    {
        var (parameter, option) = _features[feature];
        var code = codes[parameter];
        return option switch
        {
            Number => double.IsNaN(code) ? Middle : code,
            Activity => double.IsNaN(code) ? 0 : 1,
            <= FirstBit => !double.IsNaN(code) && (Hash((uint)code) >> (FirstBit - option) & 1) != 0 ? Bit : 0,
            _ => code == option ? 1 : 0,
        };
    }

    /// <summary>All features of some points, not yet warped: (features)(points).</summary>
    public double[][] Values(IReadOnlyList<Point> points)
    {
        var values = new double[Count][];
        for (var f = 0; f < Count; f++)
        {
            values[f] = new double[points.Count];
            for (var i = 0; i < points.Count; i++)
                values[f][i] = Value(f, points[i].Codes);
        }
        return values;
    }

    // The finalizer of MurmurHash3.
    private static uint Hash(uint option)
    {
        var h = option + 1;
        h = (h ^ (h >> 16)) * 0x85ebca6b;
        h = (h ^ (h >> 13)) * 0xc2b2ae35;
        return h ^ (h >> 16);
    }
}
