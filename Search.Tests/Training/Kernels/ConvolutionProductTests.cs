using HyperSearch.Training;

namespace Search.Tests;

/// <summary>The products of a convolution against the same sums, window by window, in memory that ends where they may not reach past.</summary>
public unsafe class ConvolutionProductTests
{
    // (size, stride, down, across, channels, filters): tiles of every height, one panel and two, with and without a rest.
    public static TheoryData<int, int, int, int, int, int> Shapes() => new()
    {
        { 3, 1, 4, 28, 1, 16 },
        { 3, 1, 3, 14, 16, 32 },
        { 3, 2, 2, 7, 3, 5 },
        { 5, 1, 1, 1, 2, 33 },
        { 1, 3, 3, 13, 4, 40 },
        { 2, 2, 5, 5, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_products_agree_with_sums_over_the_windows_and_stay_in_their_memory(int size, int stride, int down, int across, int channels, int filters)
    {
        var windows = new ImageWindows(size, stride, (across - 1) * stride + size, channels, down, across);
        int height = (down - 1) * stride + size, depth = size * size * channels;
        foreach (var width in Enum.GetValues<VectorWidth>().Where(width => width <= MatrixProduct.Widest))
        {
            using var image = new GuardedMemory(TestNumbers.Normal(height * windows.Width * channels));
            using var weights = new GuardedPanels(depth, filters, 1);
            using var y = new GuardedMatrix(windows.Count, filters, 2);
            using var gradient = new GuardedMemory(Panels.Size(depth, filters));
            ConvolutionProduct.AddWeightGradient(image.Data, windows, y.View, gradient.Data, width);
            ConvolutionProduct.AddWeightGradient(image.Data, windows, y.View, gradient.Data, width);
            for (var k = 0; k < depth; k++)
            {
                for (var filter = 0; filter < filters; filter++)
                {
                    var expected = 2 * Enumerable.Range(0, windows.Count).Sum(window => (double)Pixel(window, k) * y.View[window, filter]);
                    Assert.Equal(expected, gradient.Span[Panels.Index(depth, k, filter)], 1e-4);
                }
            }
            ConvolutionProduct.Forward(image.Data, windows, weights.Data, null, y.View, width);
            for (var window = 0; window < windows.Count; window++)
            {
                for (var filter = 0; filter < filters; filter++)
                    Assert.Equal(Enumerable.Range(0, depth).Sum(k => (double)Pixel(window, k) * weights[k, filter]), y.View[window, filter], 1e-4);
            }

            float Pixel(int window, int k)
            {
                int row = window / across * stride + k / (size * channels), column = window % across * stride + k / channels % size;
                return image.Span[(row * windows.Width + column) * channels + k % channels];
            }
        }
    }
}
