using System.Globalization;

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
            // The input itself is never overwritten: the first layer is dense.
            bool free = !(i > 0 && layers[i - 1].ReadsOutput) && layers[i].OverwritesInput;
            activations[i + 1] = free ? activations[i] : arena.TakeMatrix(batchSize, layers[i].Outputs);
        }

        gradients = new Matrix[layers.Length + 1];
        Matrix last = gradients[^1] = arena.TakeMatrix(batchSize, outputs);
        for (int i = layers.Length - 1; i > 0; i--)
            gradients[i] = last = layers[i].OverwritesGradient ? last : arena.TakeMatrix(batchSize, layers[i].Inputs);
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

    /// <summary>Each dense layer from a stream of its own, so that neither another layer's width nor what stands between
    /// them changes its weights.</summary>
    public void Initialize(ulong seed)
    {
        ulong dense = 0;
        foreach (Layer layer in layers)
        {
            var random = new RandomNumbers(seed, RandomPurpose.Initialization, dense);
            layer.Initialize(ref random);
            if (layer is DenseLayer) dense++;
        }
    }

    /// <param name="layers">only the first so many; by default all</param>
    /// <returns>the last of these layers' output</returns>
    public Matrix Forward(int rows, in Pass pass, int? layers = null)
    {
        int count = layers ?? this.layers.Length;
        for (int i = 0; i < count; i++)
            ForwardLayer(i, rows, pass);
        return activations[count].Top(rows);
    }

    /// <summary>From <see cref="OutputGradient"/> to the gradient of every parameter.</summary>
    public void Backward(int rows, in Pass pass)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
            BackwardLayer(i, rows, pass);
    }

    public void ForwardLayer(int layer, int rows, in Pass pass)
    {
        layers[layer].Forward(activations[layer].Top(rows), activations[layer + 1].Top(rows), pass);
        GC.KeepAlive(this);
    }

    /// <summary>Nobody needs the gradient by the input itself.</summary>
    public void BackwardLayer(int layer, int rows, in Pass pass)
    {
        Matrix inputGradient = layer > 0 ? gradients[layer].Top(rows) : default;
        layers[layer].Backward(activations[layer].Top(rows), activations[layer + 1].Top(rows), gradients[layer + 1].Top(rows), inputGradient, pass);
        GC.KeepAlive(this);
    }

    /// <summary>dense → normalization → activation → (or normalization here) → dropout, for each hidden width; dense at the end.</summary>
    private IEnumerable<Layer> Build(MlpSettings settings, int features, int outputs, VectorWidth vectors)
    {
        Normalization normalization = settings.Normalization;
        int width = features;
        for (int i = 0; i < settings.Hidden.Count; i++)
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var options = new DenseOptions(settings.Initialization, !normalization.ReplacesBias, normalization is WeightNormalization);
            yield return new DenseLayer($"dense{number}", width, settings.Hidden[i], options, arena, vectors);
            width = settings.Hidden[i];
            Layer? normalize = normalization.CreateLayer($"norm{number}", width, arena);
            Layer? activate = settings.Activation.CreateLayer($"activation{number}", width);
            bool before = normalization.Place == NormalizationPlace.BeforeActivation;
            if ((before ? normalize : activate) is { } first) yield return first;
            if ((before ? activate : normalize) is { } second) yield return second;
            if (settings.Dropout > 0)
                yield return new DropoutLayer(width, settings.Dropout, settings.Seed, i);
        }

        yield return new DenseLayer("output", width, outputs, new DenseOptions(settings.Initialization), arena, vectors);
    }
}
