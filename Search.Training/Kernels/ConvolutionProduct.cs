namespace HyperSearch.Training;

/// <summary>
/// The products of a convolution for one image. A row of the operand is a window, flattened as (down, across, channel);
/// a column a filter. Deterministic as <see cref="MatrixProduct"/> is.
/// </summary>
internal static unsafe class ConvolutionProduct
{
    /// <summary>y[window, filter] = bias[filter] + Σ_k window[k] · w[k, filter]</summary>
    /// <param name="weights">[size · size · channels, filters] in panels.</param>
    /// <param name="bias">Padded, or null.</param>
    /// <param name="y">[down · across, filters].</param>
    public static void Forward(float* image, ImageWindows windows, float* weights, float* bias, Matrix y, VectorWidth width)
    {
        var depth = windows.Lines * windows.Run;
        for (var column = 0; column < y.Columns; column += Panels.Width)
        {
            for (var line = 0; line < windows.Down; line++)
            {
                ProductStrip.Run(
                    new()
                    {
                        A = image + line * windows.StepDown,
                        ARow = windows.Step,
                        AStep = 1,
                        ALine = windows.Pitch,
                        Rows = windows.Across,
                        Depth = windows.Run,
                        Lines = windows.Lines,
                        B = weights + (nint)column * depth,
                        BStep = Panels.Width,
                        Start = bias == null ? null : bias + column,
                        C = y.Row(line * windows.Across) + column,
                        CRow = y.Stride,
                        Columns = Math.Min(y.Padded - column, Panels.Width),
                    },
                    width);
            }
        }
    }

    /// <summary>dw[k, filter] += Σ_window window[k] · dy[window, filter]</summary>
    /// <param name="dy">[down · across, filters].</param>
    /// <param name="gradient">[size · size · channels, filters] in panels.</param>
    public static void AddWeightGradient(float* image, ImageWindows windows, Matrix dy, float* gradient, VectorWidth width)
    {
        var depth = windows.Lines * windows.Run;
        for (var column = 0; column < dy.Columns; column += Panels.Width)
        {
            for (var line = 0; line < windows.Lines; line++)
            {
                var target = gradient + (nint)column * depth + (nint)line * windows.Run * Panels.Width;
                ProductStrip.Run(
                    new()
                    {
                        A = image + line * windows.Pitch,
                        ARow = 1,
                        AStep = windows.Step,
                        ALine = windows.StepDown,
                        Rows = windows.Run,
                        Depth = windows.Across,
                        Lines = windows.Down,
                        B = dy.Data + column,
                        BStep = dy.Stride,
                        Start = target,
                        StartRow = Panels.Width,
                        C = target,
                        CRow = Panels.Width,
                        Columns = Math.Min(dy.Padded - column, Panels.Width),
                    },
                    width);
            }
        }
    }
}
