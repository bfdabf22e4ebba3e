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
        nint right = x.Stride, down = (nint)windows.Width * x.Stride;
        var share = 1f / (windows.Size * windows.Size);
        for (var i = 0; i < y.Rows; i++)
        {
            var corner = x.Row(windows.Corner(i));
            for (var j = 0; j < y.Padded; j += Vector<float>.Count)
            {
                var sum = Vector.Load(corner + j);
                for (var k = 1; k < windows.Size * windows.Size; k++)
                    sum += Vector.Load(corner + k / windows.Size * down + k % windows.Size * right + j);
                (sum * share).Store(y.Row(i) + j);
            }
        }
    }

    /// <summary>Each number of a window gets an equal share of its mean's gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Matrix dy, ImageWindows windows, Matrix dx)
    {
        nint right = dx.Stride, down = (nint)windows.Width * dx.Stride;
        var share = 1f / (windows.Size * windows.Size);
        new Span<float>(dx.Data, dx.Span).Clear();
        for (var i = 0; i < dy.Rows; i++)
        {
            var corner = dx.Row(windows.Corner(i));
            for (var j = 0; j < dy.Padded; j += Vector<float>.Count)
            {
                var gradient = Vector.Load(dy.Row(i) + j) * share;
                for (var k = 0; k < windows.Size * windows.Size; k++)
                {
                    var target = corner + k / windows.Size * down + k % windows.Size * right + j;
                    (Vector.Load(target) + gradient).Store(target);
                }
            }
        }
    }
}
