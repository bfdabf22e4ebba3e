namespace HyperSearch.Training;

/// <summary>The mean of each window of each feature map.</summary>
internal sealed class AveragePoolLayer(ImageShape image, Pooling pooling) : Layer(image.Channels, image.Channels)
{
    private readonly ImageWindows _windows = pooling.Windows(image);

    /// <summary>Of what it pools.</summary>
    public ImageShape Image => image;

    public Pooling Pooling => pooling;

    public override bool ReadsInput => false;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override bool InPlaceBackward => false;

    public override int OutputPositions(int inputPositions) => _windows.Count;

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var example = 0; example < output.Rows / _windows.Count; example++)
            AveragePool.Forward(input.Part(example, image.Positions), _windows, output.Part(example, _windows.Count));
    }

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        for (var example = 0; example < output.Rows / _windows.Count; example++)
            AveragePool.Backward(outputGradient.Part(example, _windows.Count), _windows, inputGradient.Part(example, image.Positions));
    }
}
