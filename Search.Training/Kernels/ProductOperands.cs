using System.Runtime.InteropServices;

namespace HyperSearch.Training;

/// <summary>
/// How the operands of a product <c>c[i, j] = start[i, j] + Σ_l Σ_k a[i, l, k] · b[l, k, j]</c> lie in memory. The second sum is
/// over lines: windows of an image have several, and a plain matrix has one.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct ProductOperands()
{
    public required float* A { get; init; }

    /// <summary>Floats from a[i, l, k] to a[i + 1, l, k].</summary>
    public required nint ARow { get; init; }

    /// <summary>Floats from a[i, l, k] to a[i, l, k + 1].</summary>
    public required nint AStep { get; init; }

    /// <summary>Floats from a[i, l, k] to a[i, l + 1, k].</summary>
    public nint ALine { get; init; }

    /// <summary>The number of i.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of k.</summary>
    public required nint Depth { get; init; }

    /// <summary>The number of l.</summary>
    public nint Lines { get; init; } = 1;

    public required float* B { get; init; }

    /// <summary>Floats from b[l, k, j] to b[l, k + 1, j], and from a line's last k to the first of the next; the j are adjacent.</summary>
    public required nint BStep { get; init; }

    /// <summary>Null: from zero.</summary>
    public float* Start { get; init; }

    /// <summary>Floats from start[i, j] to start[i + 1, j]; 0: the same for each row.</summary>
    public nint StartRow { get; init; }

    public required float* C { get; init; }

    /// <summary>Floats from c[i, j] to c[i + 1, j].</summary>
    public required nint CRow { get; init; }

    /// <summary>The number of j: a multiple of <see cref="Panels.Alignment"/>, at most <see cref="Panels.Width"/>.</summary>
    public required int Columns { get; init; }
}
