namespace HyperSearch.Runner;

/// <summary>A drawing in the cells of a terminal: of dots, 2 × 4 a cell in braille characters, or of a character a cell where there are none.</summary>
/// <param name="columns">Cells side by side.</param>
/// <param name="rows">Cells above each other.</param>
/// <param name="hasBraille">Whether the terminal shows braille characters.</param>
internal sealed class DotCanvas(int columns, int rows, bool hasBraille)
{
    // Of a dashed line, in dots.
    private const int Dash = 2, Gap = 3;
    private const char NoDots = '\u2800';

    // The bit of each dot of a cell, row by row (Unicode, block "Braille Patterns").
    private static readonly int[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly int[,] _dots = new int[rows, columns];
    private readonly bool[,] _isDashed = new bool[rows, columns];

    public int Columns => columns;

    /// <summary>Dots side by side.</summary>
    public int Width => columns * (hasBraille ? 2 : 1);

    /// <summary>Dots above each other.</summary>
    public int Height => rows * (hasBraille ? 4 : 1);

    /// <summary>The cell of a dot, counted from above.</summary>
    public int RowOf(int y) => hasBraille ? y / 4 : y;

    /// <summary>Draws a line through dots; a later line is seen before an earlier one.</summary>
    /// <param name="points">From left to right, within the canvas.</param>
    /// <param name="isDashed">Whether it has gaps; where there are no dots it has another character.</param>
    public void Line(IReadOnlyList<(int X, int Y)> points, bool isDashed)
    {
        var drawn = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var ((fromX, fromY), (toX, toY)) = (points[Math.Max(0, i - 1)], points[i]);
            var length = Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY));
            // The first dot of a piece is the last one of the piece before.
            for (var k = Math.Min(1, i); k <= length; k++, drawn++)
            {
                var part = length == 0 ? 0 : (double)k / length;
                if (!isDashed || !hasBraille || drawn % (Dash + Gap) < Dash)
                    Set(fromX + (int)Math.Round(part * (toX - fromX)), fromY + (int)Math.Round(part * (toY - fromY)), isDashed);
            }
        }
    }

    /// <summary>A cell.</summary>
    /// <returns>Its character, a blank where nothing is drawn, and whether only a dashed line goes through it.</returns>
    public (char Character, bool IsDashed) this[int row, int column] => _dots[row, column] == 0 ? (' ', false)
        : (hasBraille ? (char)(NoDots + _dots[row, column]) : _isDashed[row, column] ? '.' : '*', _isDashed[row, column]);

    private void Set(int x, int y, bool isDashed)
    {
        var (row, column) = hasBraille ? (y / 4, x / 2) : (y, x);
        _isDashed[row, column] = isDashed && (_dots[row, column] == 0 || _isDashed[row, column]);
        _dots[row, column] |= hasBraille ? Bits[y % 4 * 2 + x % 2] : 1;
    }
}
