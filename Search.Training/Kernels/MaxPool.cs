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
        nint right = x.Stride, down = (nint)windows.Width * x.Stride;
        for (var i = 0; i < y.Rows; i++)
        {
            var corner = x.Row(windows.Corner(i));
            for (var j = 0; j < y.Padded; j += Vector<float>.Count)
            {
                var greatest = Vector.Load(corner + j);
                Vector<int> place = default;
                for (var k = 1; k < windows.Size * windows.Size; k++)
                {
                    var value = Vector.Load(corner + k / windows.Size * down + k % windows.Size * right + j);
                    var more = Vector.GreaterThan(value, greatest);
                    greatest = Vector.ConditionalSelect(more, value, greatest);
                    place = Vector.ConditionalSelect(more, new Vector<int>(k), place);
                }
                greatest.Store(y.Row(i) + j);
                place.Store(places + (nint)i * y.Padded + j);
            }
        }
    }

    /// <summary>Each number's gradient goes to where it was found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Matrix dy, int* places, ImageWindows windows, Matrix dx)
    {
        nint right = dx.Stride, down = (nint)windows.Width * dx.Stride;
        new Span<float>(dx.Data, dx.Span).Clear();
        for (var i = 0; i < dy.Rows; i++)
        {
            var corner = dx.Row(windows.Corner(i));
            for (var j = 0; j < dy.Padded; j += Vector<float>.Count)
            {
                var gradient = Vector.Load(dy.Row(i) + j);
                var place = Vector.Load(places + (nint)i * dy.Padded + j);
                for (var k = 0; k < windows.Size * windows.Size; k++)
                {
                    var target = corner + k / windows.Size * down + k % windows.Size * right + j;
                    (Vector.Load(target) + Vector.ConditionalSelect(Vector.Equals(place, new Vector<int>(k)), gradient, Vector<float>.Zero)).Store(target);
                }
            }
        }
    }
}
