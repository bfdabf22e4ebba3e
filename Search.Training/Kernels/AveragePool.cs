using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>The mean of each window, channel by channel, of one image [height · width, channels].</summary>
internal static unsafe class AveragePool
{
    /// <summary>y[window, channel] = mean over the window, added up line by line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Matrix x, ImageWindows windows, Matrix y)
    {
        var line = (nint)windows.Width * x.Stride;
        var share = 1f / (windows.Size * windows.Size);
        for (var window = 0; window < windows.Count; window++)
        {
            float* corner = x.Row(windows.Corner(window)), target = y.Row(window);
            for (var j = 0; j < y.Padded; j += Vector<float>.Count)
            {
                Vector<float> sum = default;
                for (var down = 0; down < windows.Size; down++)
                {
                    var cell = corner + down * line + j;
                    for (var across = 0; across < windows.Size; across++, cell += x.Stride)
                        sum += Vector.Load(cell);
                }
                (sum * share).Store(target + j);
            }
        }
    }

    /// <summary>Each number of a window gets an equal share of its mean's gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Matrix dy, ImageWindows windows, Matrix dx)
    {
        var line = (nint)windows.Width * dx.Stride;
        var share = 1f / (windows.Size * windows.Size);
        new Span<float>(dx.Data, dx.Span).Clear();
        for (var window = 0; window < windows.Count; window++)
        {
            float* corner = dx.Row(windows.Corner(window)), source = dy.Row(window);
            for (var j = 0; j < dy.Padded; j += Vector<float>.Count)
            {
                var gradient = Vector.Load(source + j) * share;
                for (var down = 0; down < windows.Size; down++)
                {
                    var cell = corner + down * line + j;
                    for (var across = 0; across < windows.Size; across++, cell += dx.Stride)
                        (Vector.Load(cell) + gradient).Store(cell);
                }
            }
        }
    }
}
