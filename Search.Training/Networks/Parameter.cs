namespace Search.Training;

/// <summary>A block of trained numbers and their gradient; the memory is given by <see cref="ParameterSet"/>.</summary>
/// <param name="name">for model files and messages: <c>dense1.weights</c></param>
/// <param name="length">floats, padding included</param>
/// <param name="decays">whether L1 and L2 pull it towards zero: weights yes, biases and scales no</param>
internal sealed unsafe class Parameter(string name, int length, bool decays)
{
    public string Name { get; } = name;
    public int Length { get; } = length;
    public bool Decays { get; } = decays;
    public float* Value { get; set; }
    public float* Gradient { get; set; }
}
