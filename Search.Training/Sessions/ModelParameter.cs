namespace HyperSearch.Training;

/// <summary>A block of a model's numbers, to be read and set: weights, biases, and what normalization and PReLU have learnt. Used by one
/// thread at a time, as the model.</summary>
public sealed unsafe class ModelParameter
{
    private readonly Network _network;
    private readonly Parameter _parameter;

    internal ModelParameter(Network network, Parameter parameter)
    {
        _network = network;
        _parameter = parameter;
        Name = parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
    }

    /// <summary>"weights", "bias"; "lengths" (g of weight normalization, whose "weights" are v); "gamma", "beta", and batch
    /// normalization's "mean" and "variance"; "alpha" of PReLU.</summary>
    public string Name { get; }

    /// <summary>Rows of a matrix, one for each number that goes into an output; 0: a vector.</summary>
    public int Inputs => _parameter.Inputs;

    /// <summary>Columns of a matrix, numbers of a vector.</summary>
    public int Outputs => _parameter.Outputs;

    /// <summary>Inputs · Outputs of a matrix, Outputs of a vector.</summary>
    public int Count => _parameter.Count;

    /// <summary>A copy: a matrix [<see cref="Inputs"/>, <see cref="Outputs"/>] row by row, so that the weight from input i to output j is at
    /// i · Outputs + j.</summary>
    public float[] Values
    {
        get
        {
            var values = _parameter.ToArray();
            GC.KeepAlive(_network);
            return values;
        }
    }

    /// <summary>Takes a copy of the values, in the order of <see cref="Values"/>.</summary>
    /// <exception cref="ArgumentException">They are not <see cref="Count"/>, or one is not finite, or a variance is negative. Nothing is set then.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        Check(values);
        for (var i = 0; i < values.Length; i++)
            _parameter.Value[_parameter.Place(i)] = values[i];
        GC.KeepAlive(_network);
    }

    internal void Check(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
            throw new ArgumentException($"{_parameter.Name} has {(Inputs > 0 ? $"{Inputs} × {Outputs} = {Count}" : Count)} numbers, but there are {values.Length}.");
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"The numbers of {_parameter.Name} must be finite, but number {i} is {values[i]}.");
            if (Name == "variance" && values[i] < 0)
                throw new ArgumentException($"`{_parameter.Name} ≥ 0` must hold, but number {i} is {values[i]}.");
        }
    }
}
