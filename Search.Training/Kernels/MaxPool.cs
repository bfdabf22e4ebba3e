using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>The greatest number of each window, channel by channel, of one image [height · width, channels].</summary>
internal static unsafe class MaxPool
{
    /// <summary>y[window, channel] = max over the window; of equal numbers the first counts, line by line.</summary>
    /// <param name="places">As y without gaps, padding included: which number of the window it was.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Matrix x, ImageWindows windows, Matrix y, int* places)
    {
        var line = (nint)windows.Width * x.Stride;
        for (var window = 0; window < windows.Count; window++, places += y.Padded)
        {
            float* corner = x.Row(windows.Corner(window)), target = y.Row(window);
            for (var j = 0; j < y.Padded; j += Vector<float>.Count)
            {
                var greatest = Vector.Load(corner + j);
                Vector<int> place = default, at = default;
                for (var down = 0; down < windows.Size; down++)
                {
                    var cell = corner + down * line + j;
                    for (var across = 0; across < windows.Size; across++, cell += x.Stride, at += Vector<int>.One)
                    {
                        var value = Vector.Load(cell);
                        var more = Vector.GreaterThan(value, greatest);
                        greatest = Vector.ConditionalSelect(more, value, greatest);
                        place = Vector.ConditionalSelect(more, at, place);
                    }
                }
                greatest.Store(target + j);
                place.Store(places + j);
            }
        }
    }

    /// <summary>Each number's gradient goes to where it was found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Matrix dy, int* places, ImageWindows windows, Matrix dx)
    {
        var line = (nint)windows.Width * dx.Stride;
        // Windows that meet without gaps write every number once.
        var isTiled = windows.Stride == windows.Size && windows.Count * windows.Size * windows.Size == dx.Rows;
        if (!isTiled)
            new Span<float>(dx.Data, dx.Span).Clear();
        for (var window = 0; window < windows.Count; window++, places += dy.Padded)
        {
            float* corner = dx.Row(windows.Corner(window)), source = dy.Row(window);
            for (var j = 0; j < dy.Padded; j += Vector<float>.Count)
            {
                var gradient = Vector.Load(source + j);
                var place = Vector.Load(places + j);
                Vector<int> at = default;
                for (var down = 0; down < windows.Size; down++)
                {
                    var cell = corner + down * line + j;
                    for (var across = 0; across < windows.Size; across++, cell += dx.Stride, at += Vector<int>.One)
                    {
                        var share = Vector.ConditionalSelect(Vector.Equals(place, at), gradient, Vector<float>.Zero);
                        (isTiled ? share : Vector.Load(cell) + share).Store(cell);
                    }
                }
            }
        }
    }
}
