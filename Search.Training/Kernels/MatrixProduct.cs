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
        ProductStrip.Run(
            new()
            {
                A = x.Data,
                ARow = 1,
                AStep = x.Stride,
                Rows = x.Columns,
                Depth = x.Rows,
                B = dy.Data + column,
                BStep = dy.Stride,
                C = panel,
                CRow = Panels.Width,
                Columns = Math.Min(dy.Padded - column, Panels.Width),
            },
            width);

    private static void PanelProduct(Matrix x, float* panels, float* start, Matrix y, VectorWidth width)
    {
        for (var column = 0; column < y.Columns; column += Panels.Width)
        {
            ProductStrip.Run(
                new()
                {
                    A = x.Data,
                    ARow = x.Stride,
                    AStep = 1,
                    Rows = x.Rows,
                    Depth = x.Columns,
                    B = panels + (nint)column * x.Columns,
                    BStep = Panels.Width,
                    Start = start == null ? null : start + column,
                    C = y.Data + column,
                    CRow = y.Stride,
                    Columns = Math.Min(y.Padded - column, Panels.Width),
                },
                width);
        }
    }
}
