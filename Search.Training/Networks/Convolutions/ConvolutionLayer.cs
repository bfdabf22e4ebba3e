using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// A convolution. Its input is an image a row [channels · height · width] as data sets have them (the first layer), or a
/// pixel a row [height · width, channels]; its output is a pixel a row, [height · width, filters], with a filter's feature map down
/// its column. The weights are [size · size · channels, filters] in panels, their rows in the order (down, across, channel).
/// </summary>
/// <remarks>
/// An image is copied into a border of zeros, small enough for the caches, and the products read its windows there. The input gradient
/// is a convolution too: of the output gradient, with zeros between its pixels for a stride, by the filters turned by 180°.
/// </remarks>
internal sealed unsafe class ConvolutionLayer : WeightedLayer
{
    private readonly ImageShape _image, _maps;
    private readonly Convolution _convolution;
    private readonly bool _planar;
    private readonly VectorWidth _vectors;
    private readonly ImageWindows _windows;
    private readonly ImageWindows _backWindows;
    private readonly float* _bordered;        // [height + 2 padding][width + 2 padding][channels]; the border stays zero
    private readonly float* _spread;          // [height + size − 1][width + size − 1][filters]: what the input gradient's windows go over
    private readonly float* _turned;          // [size · size · filters, channels] in panels: the filters, turned by 180°
    private readonly float* _imageSums;       // of one image's output gradient

    /// <param name="planar">Whether its input is an image a row, as data sets have them.</param>
    public ConvolutionLayer(string name, ImageShape image, Convolution convolution, bool planar, WeightOptions options, Arena arena, VectorWidth vectors)
        : base(
            name, planar ? (int)image.Numbers : image.Channels, convolution.Filters,
            fanIn: convolution.Size * convolution.Size * image.Channels, fanOut: convolution.Size * convolution.Size * convolution.Filters, options, arena)
    {
        _image = image;
        _maps = convolution.Maps(image);
        _convolution = convolution;
        _planar = planar;
        _vectors = vectors;
        int size = convolution.Size, width = image.Width + 2 * convolution.Padding;
        _windows = new ImageWindows(size, convolution.Stride, width, image.Channels, _maps.Height, _maps.Width);
        _backWindows = new ImageWindows(size, 1, image.Width + size - 1, convolution.Filters, image.Height, image.Width);
        _bordered = arena.Allocate((image.Height + 2L * convolution.Padding) * width * image.Channels);
        _imageSums = arena.Allocate(Panels.Padded(convolution.Filters));
        if (planar)
            return;
        _spread = arena.Allocate((image.Height + size - 1L) * (image.Width + size - 1L) * convolution.Filters);
        _turned = arena.Allocate(Panels.Size(size * size * convolution.Filters, image.Channels));
    }

    /// <summary>Of what it reads.</summary>
    public ImageShape Image => _image;

    public Convolution Convolution => _convolution;

    public override int OutputPositions(int inputPositions) => _maps.Positions;

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        var weights = Compose(pass);
        for (var example = 0; example < output.Rows / _maps.Positions; example++)
        {
            FillBordered(input, example);
            ConvolutionProduct.Forward(_bordered, _windows, weights, BiasValue, output.Part(example, _maps.Positions), _vectors);
        }
    }

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        new Span<float>(ComposedGradient, Weights.Length).Clear();
        if (Bias is not null)
            new Span<float>(Bias.Gradient, Bias.Length).Clear();
        if (!inputGradient.IsEmpty)
            TurnFilters();
        for (var example = 0; example < output.Rows / _maps.Positions; example++)
        {
            var dy = outputGradient.Part(example, _maps.Positions);
            FillBordered(input, example);
            ConvolutionProduct.AddWeightGradient(_bordered, _windows, dy, ComposedGradient, _vectors);
            if (Bias is not null)
            {
                Elementwise.SumRows(dy, _imageSums);
                Elementwise.Add(Bias.Gradient, _imageSums, Bias.Gradient, Bias.Length);
            }
            if (inputGradient.IsEmpty)
                continue;
            FillSpread(dy);
            ConvolutionProduct.Forward(_spread, _backWindows, _turned, null, inputGradient.Part(example, _image.Positions), _vectors);
        }
        BackwardComposed(pass);
    }

    /// <summary>The image within its border, a pixel's channels side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillBordered(Matrix input, int example)
    {
        for (var y = 0; y < _image.Height; y++)
        {
            var target = _bordered + (y + _convolution.Padding) * _windows.Pitch + _convolution.Padding * _image.Channels;
            if (_planar)
                InterleaveLine(input.Row(example) + y * _image.Width, target);
            else
                CopyPixels(input.Row(example * _image.Positions + y * _image.Width), input.Stride, target, _image.Channels, _image.Width, _image.Channels);
        }
    }

    /// <summary>One line of an image, whose channels lie one after the other.</summary>
    private void InterleaveLine(float* source, float* target)
    {
        for (var channel = 0; channel < _image.Channels; channel++)
        {
            for (var x = 0; x < _image.Width; x++)
                target[x * _image.Channels + channel] = source[channel * _image.Positions + x];
        }
    }

    /// <summary>Where the windows of the input gradient find the output gradient: its pixel (i, j) at (s i + size − 1 − padding, …).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillSpread(Matrix dy)
    {
        int stride = _convolution.Stride, before = _convolution.Size - 1 - _convolution.Padding;
        for (var y = 0; y < _maps.Height; y++)
        {
            var target = _spread + (y * stride + before) * _backWindows.Pitch + before * _maps.Channels;
            CopyPixels(dy.Row(y * _maps.Width), dy.Stride, target, stride * _maps.Channels, _maps.Width, _maps.Channels);
        }
    }

    /// <param name="step">Floats from a pixel to the next in the source.</param>
    /// <param name="targetStep">In the target.</param>
    private static void CopyPixels(float* source, int step, float* target, int targetStep, int pixels, int channels)
    {
        if (step == channels && targetStep == channels)
        {
            new Span<float>(source, pixels * channels).CopyTo(new Span<float>(target, pixels * channels));
            return;
        }
        for (var x = 0; x < pixels; x++)
            new Span<float>(source + x * step, channels).CopyTo(new Span<float>(target + x * targetStep, channels));
    }

    /// <summary>turned[(size² − 1 − place, filter), channel] = w[(place, channel), filter]</summary>
    private void TurnFilters()
    {
        int channels = _image.Channels, filters = _maps.Channels, places = _convolution.Size * _convolution.Size;
        for (var place = 0; place < places; place++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var filter = 0; filter < filters; filter++)
                {
                    var row = (places - 1 - place) * filters + filter;
                    _turned[Panels.Index(places * filters, row, channel)] = Composed[Panels.Index(places * channels, place * channels + channel, filter)];
                }
            }
        }
    }
}
