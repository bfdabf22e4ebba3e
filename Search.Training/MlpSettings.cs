namespace Search.Training;

/// <summary>Everything that decides how a multilayer perceptron is built and trained.</summary>
public sealed record MlpSettings
{
    /// <summary>Widths of the hidden layers, first to last; empty: a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [100];

    /// <summary>After each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    public Initialization Initialization { get; init; } = Initialization.HeNormal;

    public Optimizer Optimizer { get; init; } = Optimizer.Sgd(0.01);

    /// <summary>λ: adds ½ λ Σ w² over the weights (not the biases) to the loss, hence λ w to their gradients.</summary>
    public double L2 { get; init; }

    /// <summary>Rows in a mini-batch; the last of an epoch has what is left. At most the training set's size is used.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Decides the first weights and the order of the mini-batches.</summary>
    public ulong Seed { get; init; }

    /// <summary>Refuses values that make no sense, with the rule and the value.</summary>
    /// <exception cref="ArgumentException"/>
    public void Validate()
    {
        if (Hidden.Any(width => width < 1))
            throw new ArgumentException($"Every hidden width must be at least 1, but they are [{string.Join(", ", Hidden)}].");
        if (BatchSize < 1)
            throw new ArgumentException($"`batch size ≥ 1` must hold, but it is {BatchSize}.");
        if (Epochs < 1)
            throw new ArgumentException($"`epochs ≥ 1` must hold, but it is {Epochs}.");
        if (L2 is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"`L2 ≥ 0` must hold, but it is {L2}.");
        Optimizer.Validate();
    }
}
