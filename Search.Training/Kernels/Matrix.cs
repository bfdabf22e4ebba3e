using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>A view of a row-major matrix of activations or their gradients; see <see cref="Panels"/> for the layout.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Matrix(float* data, int rows, int columns, int stride)
{
    public readonly float* Data = data;
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly int Stride = stride;

    /// <summary>The columns up to the next cache line: what the kernels compute on; zero past <see cref="Columns"/> in gradients.</summary>
    public int Padded => Panels.Padded(Columns);

    public float* Row(int row) => Data + (nint)row * Stride;

    public ref float this[int row, int column] => ref Data[(nint)row * Stride + column];

    public bool IsEmpty => Data == null;

    /// <summary>Floats from the first row to the end of the last, gaps between rows included.</summary>
    public int Span => Rows * Stride;

    /// <summary>So many rows: those of one image, where a row is a pixel.</summary>
    public Matrix Part(int part, int rows) => new(Row(part * rows), rows, Columns, Stride);

    /// <summary>The first rows alone: the last mini-batch of an evaluation may be short.</summary>
    public Matrix Top(int rows) => new(Data, rows, Columns, Stride);
}
