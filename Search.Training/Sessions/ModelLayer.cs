namespace HyperSearch.Training;

/// <summary>A layer of a model that has numbers of its own: "dense1", "norm1" or "activation1" (PReLU) after it, …, "output" at the end;
/// before them "convolution1", "convolution1.norm", "convolution1.activation", ….</summary>
public sealed class ModelLayer
{
    internal ModelLayer(string name, int inputs, int outputs, IReadOnlyList<ModelParameter> parameters)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Parameters = parameters;
    }

    public string Name { get; }

    /// <summary>Numbers of a row that go into it; channels, where its rows are pixels.</summary>
    public int Inputs { get; }

    /// <summary>Numbers of a row that come out of it; feature maps, where its rows are pixels.</summary>
    public int Outputs { get; }

    /// <summary>All its numbers.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>A copy of the weights [inputs, outputs], row by row: y[j] = Σᵢ x[i] · weights[i · Outputs + j] + bias[j]; of a convolution
    /// [size · size · channels, filters], with its rows in the order (down, across, channel). Empty where it has none.</summary>
    public float[] Weights => Find("weights")?.Values ?? [];

    /// <summary>A copy; empty where it has none, as before a normalization, whose β takes its place.</summary>
    public float[] Bias => Find("bias")?.Values ?? [];

    /// <exception cref="ArgumentException">The layer has none of that name.</exception>
    public ModelParameter this[string parameter] => Find(parameter)
        ?? throw new ArgumentException($"{Name} has {string.Join(", ", Parameters.Select(own => own.Name))}, but no \"{parameter}\".");

    /// <summary>Sets weights, and biases where they are given.</summary>
    /// <param name="weights">[inputs, outputs], row by row.</param>
    /// <param name="bias">[outputs]; empty: it stays.</param>
    /// <exception cref="ArgumentException">The layer has none, or their number is another, or one is not finite. Nothing is set then.</exception>
    public void SetWeights(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias = default)
    {
        var own = this["weights"];
        own.Check(weights);
        if (!bias.IsEmpty)
            this["bias"].Set(bias);
        own.Set(weights);
    }

    private ModelParameter? Find(string name) => Parameters.FirstOrDefault(own => own.Name == name);
}
