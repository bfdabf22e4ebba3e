namespace HyperSearch.Training;

/// <summary>
/// The layouts of the trainer's matrices.
/// <para>Activations [rows, columns]: row by row, <see cref="Stride"/> floats apart, zero from the last column to the padded width.</para>
/// <para>Weights [inputs, outputs]: in panels of 32 outputs, each panel [inputs][32] contiguous, zero past the last output.
/// A panel is what one register tile reads from top to bottom, so the forward product needs no packing at all.</para>
/// </summary>
internal static class Panels
{
    /// <summary>Every row and buffer begins at a multiple of this many floats: one cache line.</summary>
    public const int Alignment = 16;

    /// <summary>Outputs in a weight panel.</summary>
    public const int Width = 32;

    /// <summary>Columns that a product writes.</summary>
    public static int Padded(int columns) => (columns + Alignment - 1) / Alignment * Alignment;

    /// <summary>Floats from one row to the next: an odd number of cache lines, so that the rows of a tile
    /// never fall into the same few sets of the cache.</summary>
    public static int Stride(int columns) => Padded(columns) / Alignment % 2 == 0 ? Padded(columns) + Alignment : Padded(columns);

    /// <summary>Floats of a weight matrix in panels.</summary>
    /// <exception cref="ArgumentException">They are more than one array can hold.</exception>
    public static int Size(int inputs, int outputs)
    {
        var size = ((long)outputs + Width - 1) / Width * inputs * Width;
        return size <= Arena.Largest ? (int)size : throw new ArgumentException($"A layer of {inputs} × {outputs} weights is too large: with their padding they must be at most {Arena.Largest}.");
    }

    public static int Count(int outputs) => (outputs + Width - 1) / Width;

    /// <summary>Where weight [input, output] lies.</summary>
    public static int Index(int inputs, int input, int output) => (output / Width * inputs + input) * Width + output % Width;
}
