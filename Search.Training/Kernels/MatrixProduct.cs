using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Training;

/// <summary>
/// The three matrix products of a dense layer, on the widest vectors that the processor has.
/// Deterministic: each element is summed over k from first to last, whatever the tile it falls into.
/// </summary>
internal static unsafe class MatrixProduct
{
    public static VectorWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;

    /// <summary>y[m, n] = bias[n] + Σ_k x[m, k] · w[k, n]; weights in panels, bias padded (or null).</summary>
    public static void Forward(Matrix x, float* weights, float* bias, Matrix y, VectorWidth width) =>
        PanelProduct(x, weights, bias, y, width);

    /// <summary>dx[m, k] = Σ_n dy[m, n] · w[k, n]; the weights transposed in panels: see <see cref="PanelTranspose"/>.</summary>
    public static void InputGradient(Matrix dy, float* transposedWeights, Matrix dx, VectorWidth width) =>
        PanelProduct(dy, transposedWeights, null, dx, width);

    /// <summary>dw[k, n] = Σ_m x[m, k] · dy[m, n]; the result in panels.</summary>
    public static void WeightGradient(Matrix x, Matrix dy, float* gradient, VectorWidth width)
    {
        for (var column = 0; column < dy.Columns; column += Panels.Width)
            WeightGradientPanel(x, dy, column, gradient + (nint)column * x.Columns, width);
    }

    /// <summary>One panel of <see cref="WeightGradient"/>.</summary>
    /// <param name="column">The panel's first.</param>
    /// <param name="panel">[inputs][32].</param>
    public static void WeightGradientPanel(Matrix x, Matrix dy, int column, float* panel, VectorWidth width) =>
        Strip(
            x.Data, 1, x.Stride, x.Columns,
            dy.Data + column, dy.Stride, x.Rows,
            null, panel, Panels.Width,
            Math.Min(dy.Padded - column, Panels.Width), width);

    private static void PanelProduct(Matrix x, float* panels, float* start, Matrix y, VectorWidth width)
    {
        for (var column = 0; column < y.Columns; column += Panels.Width)
        {
            Strip(
                x.Data, x.Stride, 1, x.Rows,
                panels + (nint)column * x.Columns, Panels.Width, x.Columns,
                start == null ? null : start + column, y.Data + column, y.Stride,
                Math.Min(y.Padded - column, Panels.Width), width);
        }
    }

    /// <summary>Up to 32 columns of a product, all rows.</summary>
    private static void Strip(
        float* a, nint aRow, nint aStep, int rows,
        float* b, nint bStep, int depth,
        float* start, float* c, nint cRow, int columns, VectorWidth width)
    {
        switch (width)
        {
            case VectorWidth.Bits512: Tiles<Lanes512, Vector512<float>>(a, aRow, aStep, rows, b, bStep, depth, start, c, cRow, columns); break;
            case VectorWidth.Bits256: Tiles<Lanes256, Vector256<float>>(a, aRow, aStep, rows, b, bStep, depth, start, c, cRow, columns); break;
            case VectorWidth.Bits128: Tiles<Lanes128, Vector128<float>>(a, aRow, aStep, rows, b, bStep, depth, start, c, cRow, columns); break;
            default: Tiles<Lanes1, float>(a, aRow, aStep, rows, b, bStep, depth, start, c, cRow, columns); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<L, V>(
        float* a, nint aRow, nint aStep, int rows,
        float* b, nint bStep, int depth,
        float* start, float* c, nint cRow, int columns)
        where L : ILanes<V>
        where V : struct
    {
        var done = 0;
        for (; columns - done >= 2 * L.Count; done += 2 * L.Count)
            Rows<L, V, Size2>(a, aRow, aStep, rows, b + done, bStep, depth, start == null ? null : start + done, c + done, cRow);
        for (; done < columns; done += L.Count)
            Rows<L, V, Size1>(a, aRow, aStep, rows, b + done, bStep, depth, start == null ? null : start + done, c + done, cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<L, V, TColumns>(
        float* a, nint aRow, nint aStep, int rows,
        float* b, nint bStep, int depth,
        float* start, float* c, nint cRow)
        where L : ILanes<V>
        where V : struct
        where TColumns : ITileSize
    {
        var row = 0;
        if (L.TileRows == 12)
        {
            for (; rows - row >= 12; row += 12)
                ProductTile<L, V, Size12, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
            for (; rows - row >= 8; row += 8)
                ProductTile<L, V, Size8, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
        }
        if (L.TileRows == 6)
        {
            for (; rows - row >= 6; row += 6)
                ProductTile<L, V, Size6, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
        }
        for (; rows - row >= 4; row += 4)
            ProductTile<L, V, Size4, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
        for (; rows - row >= 2; row += 2)
            ProductTile<L, V, Size2, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
        for (; row < rows; row++)
            ProductTile<L, V, Size1, TColumns>.Run(a + row * aRow, aRow, aStep, b, bStep, depth, start, c + row * cRow, cRow);
    }
}
