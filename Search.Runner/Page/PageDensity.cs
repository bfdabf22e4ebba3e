namespace HyperSearch.Runner;

/// <summary>A count for each cell of a grid. What lies outside of its ranges counts in the cells at their ends.</summary>
internal sealed class PageDensity(int columns, int rows, (double Low, double High) x, (double Low, double High) y)
{
    private readonly int[] _counts = new int[columns * rows];
    private readonly double _perColumn = columns / (x.High - x.Low), _perRow = rows / (y.High - y.Low);

    public int Columns => columns;

    public int Rows => rows;

    /// <summary>From the left end of the first column to the right end of the last.</summary>
    public (double Low, double High) X => x;

    /// <summary>From the lower end of the first row to the upper end of the last.</summary>
    public (double Low, double High) Y => y;

    /// <summary>Row by row from the lowest y.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    public void Add(double atX, double atY) => _counts[Cell((atY - y.Low) * _perRow, rows) * columns + Cell((atX - x.Low) * _perColumn, columns)]++;

    private static int Cell(double place, int cells) => (int)Math.Clamp(place, 0, cells - 1);
}
