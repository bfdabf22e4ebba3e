using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>One parameter as the leaves of a tree part it: into sets of values where there are at most 64, else into intervals of codes.</summary>
/// <remarks>Of a choice of more options, the first 64 that occur stand for all.</remarks>
internal sealed class BoxAxis
{
    private readonly double[]? _values; // the codes of the values
    private readonly double[] _codes;   // (parameters) scratch
    private readonly int _parameter;

    /// <param name="domain">The space.</param>
    /// <param name="parameter">Which of its parameters.</param>
    /// <param name="points">Codes that occur.</param>
    public BoxAxis(SearchDomain domain, int parameter, IEnumerable<double[]> points)
    {
        (_parameter, _codes) = (parameter, new double[domain.Count]);
        _values = domain.LevelCodes(parameter) is { Length: <= SearchDomain.MostLevels } levels ? levels
            : domain.IsCategorical(parameter) ? [.. points.Select(codes => codes[parameter]).Distinct().Take(SearchDomain.MostLevels)]
            : null;
        Whole = _values is null ? new(0, 1, 0) : new(0, 0, _values.Length == 64 ? ulong.MaxValue : (1UL << _values.Length) - 1);
    }

    /// <summary>All of it.</summary>
    public BoxSide Whole { get; }

    /// <summary>The two parts that a split makes of a part: where the feature is at or below the threshold, and where it is above.</summary>
    public (BoxSide Left, BoxSide Right) Split(BoxSide side, FeatureMap map, int feature, double threshold)
    {
        if (_values is null)
            return (side with { High = Math.Min(side.High, threshold) }, side with { Low = Math.Max(side.Low, threshold) });
        var left = 0UL;
        for (var i = 0; i < _values.Length; i++)
        {
            _codes[_parameter] = _values[i];
            if (map.Value(feature, _codes) <= threshold)
                left |= 1UL << i;
        }
        return (side with { Values = side.Values & left }, side with { Values = side.Values & ~left });
    }

    /// <summary>Which share of the parameter's range, or of its values, lies in both of two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Share(in BoxSide one, in BoxSide other) => _values is null
        ? Math.Max(0, Math.Min(one.High, other.High) - Math.Max(one.Low, other.Low))
        : (double)ulong.PopCount(one.Values & other.Values) / _values.Length;
}
