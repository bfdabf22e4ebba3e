using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// K = L Lᵀ, row by row: a row depends on those above it alone, so that adding one costs n² and gives the same bits as
/// factoring all anew.
/// </summary>
internal sealed class CholeskyFactor
{
    // The least pivot, relative to the diagonal: what rounding leaves of two points that are the same.
    private const double LeastPivot = 1e-10;

    private double[] _rows = new double[16 * 16];
    private int _stride = 16;

    public int Count { get; private set; }

    /// <summary>Row i of L: i + 1 numbers, the last on the diagonal.</summary>
    public ReadOnlySpan<double> Row(int i) => _rows.AsSpan(i * _stride, i + 1);

    /// <summary>Adds a row from the covariances with the points so far and the point's own variance.</summary>
    public void Append(ReadOnlySpan<double> covariances, double variance)
    {
        Reserve(Count + 1);
        var row = _rows.AsSpan(Count * _stride, Count + 1);
        covariances[..Count].CopyTo(row);
        for (var j = 0; j < Count; j++)
        {
            var above = _rows.AsSpan(j * _stride, j + 1);
            row[j] = (row[j] - OrderedSums.Dot(row[..j], above[..j])) / above[j];
        }
        var pivot = variance - OrderedSums.Dot(row[..Count], row[..Count]);
        row[Count] = Math.Sqrt(Math.Max(pivot, LeastPivot * variance));
        Count++;
    }

    /// <summary>Forgets all rows but the first ones.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Solves L v = b in place.</summary>
    public void SolveLower(Span<double> b)
    {
        for (var i = 0; i < Count; i++)
        {
            var row = Row(i);
            b[i] = (b[i] - OrderedSums.Dot(row[..i], b[..i])) / row[i];
        }
    }

    /// <summary>Solves Lᵀ v = b in place.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            var row = Row(i);
            b[i] /= row[i];
            RowArithmetic.AddScaled(b[..i], -b[i], row[..i]);
        }
    }

    private void Reserve(int count)
    {
        if (count <= _stride)
            return;
        var stride = Math.Max(count, 2 * _stride);
        var rows = new double[stride * stride];
        for (var i = 0; i < Count; i++)
            Row(i).CopyTo(rows.AsSpan(i * stride));
        (_rows, _stride) = (rows, stride);
    }
}
