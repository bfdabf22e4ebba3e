namespace HyperSearch.Training;

/// <summary>A block of numbers that belong to the model; the memory is given by <see cref="ParameterSet"/>.</summary>
internal sealed unsafe class Parameter
{
    private Parameter(string name, ParameterKind kind, int inputs, int outputs, int length)
    {
        Name = name;
        Kind = kind;
        Inputs = inputs;
        Outputs = outputs;
        Length = length;
    }

    /// <summary>For model files and messages: <c>dense1.weights</c>.</summary>
    public string Name { get; }

    public ParameterKind Kind { get; }

    /// <summary>0 for a vector.</summary>
    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Floats in memory, padding included.</summary>
    public int Length { get; }

    /// <summary>Numbers without padding.</summary>
    public int Count => Math.Max(Inputs, 1) * Outputs;

    /// <summary>Where the block begins in the set's values, gradients and optimizer states.</summary>
    public int Offset { get; set; }

    public float* Value { get; set; }

    public float* Gradient { get; set; }

    /// <summary>[inputs, outputs] in panels.</summary>
    public static Parameter Panel(string name, int inputs, int outputs) =>
        new(name, ParameterKind.Weight, inputs, outputs, Panels.Size(inputs, outputs));

    public static Parameter Vector(string name, int outputs, ParameterKind kind) =>
        new(name, kind, 0, outputs, Panels.Padded(outputs));

    /// <summary>Where the number lies that is at <paramref name="index"/> in row-major order without padding.</summary>
    public int Place(int index) => Inputs == 0 ? index : Panels.Index(Inputs, index / Outputs, index % Outputs);

    /// <summary>The numbers in row-major order without padding.</summary>
    public float[] ToArray()
    {
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value[Place(i)];
        return values;
    }
}
