namespace HyperSearch.Training;

/// <summary>
/// Layers one after the other, with the buffers to train them in mini-batches of up to <see cref="BatchSize"/> rows.
/// All memory is allocated when it is built; a step allocates nothing. Used by one thread at a time.
/// </summary>
internal sealed class Network
{
    private readonly Layer[] _layers;
    private readonly Matrix[] _activations;   // [0] the input, [i + 1] the output of layer i (often the same as its input)
    private readonly Matrix[] _gradients;     // by activations, two buffers taking turns
    private readonly int[] _positions;        // rows of the activations for each example

    /// <param name="layers">At least one; the first does not work in place.</param>
    /// <param name="arena">Where the layers' memory comes from, and that of the buffers.</param>
    /// <exception cref="ArgumentException">It is larger than can be.</exception>
    public Network(IReadOnlyList<Layer> layers, int batchSize, Arena arena)
    {
        _layers = [.. layers];
        Arena = arena;
        BatchSize = batchSize;
        Parameters = new ParameterSet(_layers.SelectMany(layer => layer.Parameters), arena);

        _positions = new int[_layers.Length + 1];
        _positions[0] = 1;
        _activations = new Matrix[_layers.Length + 1];
        _activations[0] = arena.AllocateMatrix(batchSize, _layers[0].Inputs);
        for (var i = 0; i < _layers.Length; i++)
        {
            _positions[i + 1] = _layers[i].OutputPositions(_positions[i]);
            var free = !(i > 0 && _layers[i - 1].ReadsOutput) && _layers[i].InPlaceForward;
            _activations[i + 1] = free ? _activations[i] : arena.AllocateMatrix(batchSize, _positions[i + 1], _layers[i].Outputs);
        }
        _gradients = new Matrix[_layers.Length + 1];
        var last = _gradients[^1] = arena.AllocateMatrix(batchSize, _layers[^1].Outputs);
        for (var i = _layers.Length - 1; i > 0; i--)
            _gradients[i] = last = _layers[i].InPlaceBackward ? last : arena.AllocateMatrix(batchSize, _positions[i], _layers[i].Inputs);
    }

    public int BatchSize { get; }

    public IReadOnlyList<Layer> Layers => _layers;

    public ParameterSet Parameters { get; }

    /// <summary>Where a mini-batch's inputs go: [BatchSize, features].</summary>
    public Matrix Input => _activations[0];

    public Matrix Output => _activations[^1];

    /// <summary>Where the loss puts its gradient by <see cref="Output"/>.</summary>
    public Matrix OutputGradient => _gradients[^1];

    public Arena Arena { get; }

    /// <summary>Each dense layer and each convolution from a stream of its own, so that neither another layer's width nor what stands
    /// between them changes its weights.</summary>
    public void Initialize(ulong seed)
    {
        const ulong Convolutions = 1UL << 32;
        ulong dense = 0, convolutions = 0;
        foreach (var layer in _layers)
        {
            var isConvolution = layer is WeightedLayer and not DenseLayer;
            var random = new RandomNumbers(seed, RandomPurpose.Initialize, isConvolution ? Convolutions + convolutions : dense);
            layer.Initialize(ref random);
            if (isConvolution)
                convolutions++;
            else if (layer is DenseLayer)
                dense++;
        }
    }

    /// <param name="layers">Only the first so many; by default all.</param>
    /// <returns>The last of these layers' output.</returns>
    public Matrix Forward(int rows, in Pass pass, int? layers = null)
    {
        var count = layers ?? _layers.Length;
        for (var i = 0; i < count; i++)
            ForwardLayer(i, rows, pass);
        return ActivationsOf(count, rows);
    }

    /// <summary>From <see cref="OutputGradient"/> to the gradient of every parameter.</summary>
    public void Backward(int rows, in Pass pass)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
            BackwardLayer(i, rows, pass);
    }

    /// <summary>Rows of the layer's output for each example.</summary>
    public int Positions(int layer) => _positions[layer + 1];

    public void ForwardLayer(int layer, int rows, in Pass pass)
    {
        _layers[layer].Forward(ActivationsOf(layer, rows), ActivationsOf(layer + 1, rows), pass);
        GC.KeepAlive(this);
    }

    /// <summary>Nobody needs the gradient by the input itself.</summary>
    public void BackwardLayer(int layer, int rows, in Pass pass)
    {
        var inputGradient = layer > 0 ? GradientsOf(layer, rows) : default;
        _layers[layer].Backward(ActivationsOf(layer, rows), ActivationsOf(layer + 1, rows), GradientsOf(layer + 1, rows), inputGradient, pass);
        GC.KeepAlive(this);
    }

    private Matrix ActivationsOf(int index, int rows) => _activations[index].Top(rows * _positions[index]);

    private Matrix GradientsOf(int index, int rows) => _gradients[index].Top(rows * _positions[index]);
}
