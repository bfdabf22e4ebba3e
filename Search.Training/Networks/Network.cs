namespace Search.Training;

/// <summary>
/// A multilayer perceptron with the buffers to train it in mini-batches of up to <see cref="BatchSize"/> rows.
/// Everything is taken when it is built; a step takes nothing. Used by one thread at a time.
/// </summary>
internal sealed class Network
{
    private readonly Arena arena = new();
    private readonly Layer[] layers;
    private readonly Matrix[] activations;   // [0] the input, [i + 1] the output of layer i (often the same as its input)
    private readonly Matrix[] gradients;     // by activations, two buffers taking turns

    public Network(MlpSettings settings, int features, int outputs, int batchSize, VectorWidth? vectors = null)
    {
        BatchSize = batchSize;
        layers = [.. Build(settings, features, outputs, vectors ?? MatrixProduct.Widest)];
        Parameters = new ParameterSet(layers.SelectMany(layer => layer.Parameters), arena);

        activations = new Matrix[layers.Length + 1];
        activations[0] = arena.TakeMatrix(batchSize, features);
        for (int i = 0; i < layers.Length; i++)
        {
            bool free = i > 0 && !layers[i - 1].ReadsOutput && layers[i].WorksInPlace;
            activations[i + 1] = free ? activations[i] : arena.TakeMatrix(batchSize, layers[i].Outputs);
        }

        gradients = new Matrix[layers.Length + 1];
        Matrix last = gradients[^1] = arena.TakeMatrix(batchSize, outputs);
        for (int i = layers.Length - 1; i > 0; i--)
            gradients[i] = last = layers[i].WorksInPlace ? last : arena.TakeMatrix(batchSize, layers[i].Inputs);
    }

    public int BatchSize { get; }

    public IReadOnlyList<Layer> Layers => layers;

    public ParameterSet Parameters { get; }

    /// <summary>Where a mini-batch's inputs go: [BatchSize, features].</summary>
    public Matrix Input => activations[0];

    public Matrix Output => activations[^1];

    /// <summary>Where the loss puts its gradient by <see cref="Output"/>.</summary>
    public Matrix OutputGradient => gradients[^1];

    public Arena Arena => arena;

    /// <summary>Each layer from a stream of its own, so that one layer's width does not change another's weights.</summary>
    public void Initialize(ulong seed)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            var random = new RandomNumbers(seed, RandomPurpose.Initialization, (ulong)i);
            layers[i].Initialize(ref random);
        }
    }

    public Matrix Forward(int rows, in Pass pass)
    {
        for (int i = 0; i < layers.Length; i++)
            layers[i].Forward(activations[i].Top(rows), activations[i + 1].Top(rows), pass);
        GC.KeepAlive(this);
        return Output.Top(rows);
    }

    /// <summary>From <see cref="OutputGradient"/> to the gradient of every parameter.</summary>
    public void Backward(int rows, in Pass pass)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
            layers[i].Backward(activations[i].Top(rows), activations[i + 1].Top(rows), gradients[i + 1].Top(rows), i > 0 ? gradients[i].Top(rows) : default, pass);
        GC.KeepAlive(this);
    }

    private IEnumerable<Layer> Build(MlpSettings settings, int features, int outputs, VectorWidth vectors)
    {
        int width = features;
        for (int i = 0; i < settings.Hidden.Count; i++)
        {
            yield return new DenseLayer($"dense{i + 1}", width, settings.Hidden[i], settings.Initialization, arena, vectors);
            width = settings.Hidden[i];
            if (settings.Activation.CreateLayer(width) is { } activation)
                yield return activation;
        }

        yield return new DenseLayer($"dense{settings.Hidden.Count + 1}", width, outputs, settings.Initialization, arena, vectors);
    }
}
