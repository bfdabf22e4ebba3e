namespace Search.Training;

/// <summary>How a layer's weights [inputs, outputs] begin. Biases begin at zero.</summary>
public abstract record Initialization
{
    /// <summary>Normal, σ = √(2 / inputs): keeps the variance through layers of ReLU. He et al. 2015, "Delving deep into rectifiers", equation 10.</summary>
    public static Initialization HeNormal { get; } = new HeNormalInitialization();

    internal abstract double Draw(ref RandomNumbers random, int inputs, int outputs);
}

internal sealed record HeNormalInitialization : Initialization
{
    internal override double Draw(ref RandomNumbers random, int inputs, int outputs) => Math.Sqrt(2.0 / inputs) * random.NextNormal();
}
