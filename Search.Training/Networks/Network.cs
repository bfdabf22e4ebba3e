using System.Globalization;

namespace HyperSearch.Training;

/// <summary>
/// A multilayer perceptron with the buffers to train it in mini-batches of up to <see cref="BatchSize"/> rows.
/// Everything is taken when it is built; a step takes nothing. Used by one thread at a time.
/// </summary>
internal sealed class Network
{
    private readonly Arena _arena;
    private readonly Layer[] _layers;
    private readonly Matrix[] _activations;   // [0] the input, [i + 1] the output of layer i (often the same as its input)
    private readonly Matrix[] _gradients;     // by activations, two buffers taking turns

    /// <param name="arena">where its memory comes from; by default an arena of its own</param>
    /// <exception cref="ArgumentException">It is larger than can be.</exception>
    public Network(MlpSettings settings, int features, int outputs, int batchSize, VectorWidth? vectors = null, Arena? arena = null)
    {
        _arena = arena ?? new Arena();
        BatchSize = batchSize;
        _layers = [.. Build(settings, features, outputs, vectors ?? MatrixProduct.Widest)];
        Parameters = new ParameterSet(_layers.SelectMany(layer => layer.Parameters), _arena);

        _activations = new Matrix[_layers.Length + 1];
        _activations[0] = _arena.TakeMatrix(batchSize, features);
        for (var i = 0; i < _layers.Length; i++)
        {
            // The input itself is never overwritten: the first layer is dense.
            var free = !(i > 0 && _layers[i - 1].ReadsOutput) && _layers[i].OverwritesInput;
            _activations[i + 1] = free ? _activations[i] : _arena.TakeMatrix(batchSize, _layers[i].Outputs);
        }

        _gradients = new Matrix[_layers.Length + 1];
        var last = _gradients[^1] = _arena.TakeMatrix(batchSize, outputs);
        for (var i = _layers.Length - 1; i > 0; i--)
            _gradients[i] = last = _layers[i].OverwritesGradient ? last : _arena.TakeMatrix(batchSize, _layers[i].Inputs);
    }

    public int BatchSize { get; }

    public IReadOnlyList<Layer> Layers => _layers;

    public ParameterSet Parameters { get; }

    /// <summary>Where a mini-batch's inputs go: [BatchSize, features].</summary>
    public Matrix Input => _activations[0];

    public Matrix Output => _activations[^1];

    /// <summary>Where the loss puts its gradient by <see cref="Output"/>.</summary>
    public Matrix OutputGradient => _gradients[^1];

    public Arena Arena => _arena;

    /// <summary>Each dense layer from a stream of its own, so that neither another layer's width nor what stands between
    /// them changes its weights.</summary>
    public void Initialize(ulong seed)
    {
        ulong dense = 0;
        foreach (var layer in _layers)
        {
            var random = new RandomNumbers(seed, RandomPurpose.Initialize, dense);
            layer.Initialize(ref random);
            if (layer is DenseLayer) dense++;
        }
    }

    /// <param name="layers">only the first so many; by default all</param>
    /// <returns>the last of these layers' output</returns>
    public Matrix Forward(int rows, in Pass pass, int? layers = null)
    {
        var count = layers ?? _layers.Length;
        for (var i = 0; i < count; i++)
            ForwardLayer(i, rows, pass);
        return _activations[count].Top(rows);
    }

    /// <summary>From <see cref="OutputGradient"/> to the gradient of every parameter.</summary>
    public void Backward(int rows, in Pass pass)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
            BackwardLayer(i, rows, pass);
    }

    public void ForwardLayer(int layer, int rows, in Pass pass)
    {
        _layers[layer].Forward(_activations[layer].Top(rows), _activations[layer + 1].Top(rows), pass);
        GC.KeepAlive(this);
    }

    /// <summary>Nobody needs the gradient by the input itself.</summary>
    public void BackwardLayer(int layer, int rows, in Pass pass)
    {
        var inputGradient = layer > 0 ? _gradients[layer].Top(rows) : default;
        _layers[layer].Backward(_activations[layer].Top(rows), _activations[layer + 1].Top(rows), _gradients[layer + 1].Top(rows), inputGradient, pass);
        GC.KeepAlive(this);
    }

    /// <summary>dense → normalization → activation → (or normalization here) → dropout, for each hidden width; dense at the end.</summary>
    private IEnumerable<Layer> Build(MlpSettings settings, int features, int outputs, VectorWidth vectors)
    {
        var normalization = settings.Normalization;
        var width = features;
        for (var i = 0; i < settings.Hidden.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var options = new DenseOptions(settings.Initialization, !normalization.ReplacesBias, normalization is WeightNormalization);
            yield return new DenseLayer($"dense{number}", width, settings.Hidden[i], options, _arena, vectors);
            width = settings.Hidden[i];
            var normalize = normalization.CreateLayer($"norm{number}", width, _arena);
            var activate = settings.Activation.CreateLayer($"activation{number}", width);
            var before = normalization.Place == NormalizationPlace.BeforeActivation;
            if ((before ? normalize : activate) is { } first) yield return first;
            if ((before ? activate : normalize) is { } second) yield return second;
            if (settings.Dropout > 0)
                yield return new DropoutLayer(width, settings.Dropout, settings.Seed, i);
        }

        yield return new DenseLayer("output", width, outputs, new DenseOptions(settings.Initialization), _arena, vectors);
    }
}
