namespace HyperSearch.Training;

/// <summary>The greatest number of each window of each feature map.</summary>
internal sealed unsafe class MaxPoolLayer : Layer
{
    private readonly ImageWindows _windows;
    private readonly Matrix _places;   // [batch size · windows, channels] of integers: where each number was found

    public MaxPoolLayer(ImageShape image, Pooling pooling, int batchSize, Arena arena)
        : base(image.Channels, image.Channels)
    {
        Image = image;
        Pooling = pooling;
        _windows = pooling.Windows(image);
        _places = arena.AllocateMatrix(batchSize, _windows.Count, image.Channels);
    }

    /// <summary>Of what it pools.</summary>
    public ImageShape Image { get; }

    public Pooling Pooling { get; }

    public override bool ReadsInput => false;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override bool InPlaceBackward => false;

    public override int OutputPositions(int inputPositions) => _windows.Count;

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var example = 0; example < output.Rows / _windows.Count; example++)
            MaxPool.Forward(input.Part(example, Image.Positions), _windows, output.Part(example, _windows.Count), Places(example));
    }

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        for (var example = 0; example < output.Rows / _windows.Count; example++)
            MaxPool.Backward(outputGradient.Part(example, _windows.Count), Places(example), _windows, inputGradient.Part(example, Image.Positions));
    }

    private int* Places(int example) => (int*)_places.Row(example * _windows.Count);
}
