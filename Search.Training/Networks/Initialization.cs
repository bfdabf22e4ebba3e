using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>How a layer's weights [inputs, outputs] begin. Biases begin at zero, except with <see cref="UniformFanIn"/>.
/// Of a convolution, inputs are size² · channels and outputs size² · filters.</summary>
[JsonDerivedType(typeof(ConstantInitialization), "constant")]
[JsonDerivedType(typeof(NormalInitialization), "normal")]
[JsonDerivedType(typeof(FanInitialization), "fan")]
[JsonDerivedType(typeof(UniformFanInInitialization), "uniform-fan-in")]
public abstract record Initialization
{
    /// <summary>Normal, σ = √(2 / (inputs + outputs)). Glorot and Bengio 2010, section 4.2.1.</summary>
    public static Initialization XavierNormal { get; } = new FanInitialization(2, 1, 1, Uniform: false);

    /// <summary>Uniform in ±√(6 / (inputs + outputs)). Glorot and Bengio 2010, equation 16.</summary>
    public static Initialization XavierUniform { get; } = new FanInitialization(2, 1, 1, Uniform: true);

    /// <summary>Normal, σ = √(2 / inputs): keeps the variance through layers of ReLU. He et al. 2015, equation 10.</summary>
    public static Initialization HeNormal { get; } = new FanInitialization(2, 1, 0, Uniform: false);

    /// <summary>Uniform in ±√(6 / inputs), of the same variance as <see cref="HeNormal"/>.</summary>
    public static Initialization HeUniform { get; } = new FanInitialization(2, 1, 0, Uniform: true);

    /// <summary>Normal, σ = √(1 / inputs). LeCun, Bottou, Orr and Müller 1998, equation 16.</summary>
    public static Initialization LeCunNormal { get; } = new FanInitialization(1, 1, 0, Uniform: false);

    /// <summary>Uniform in ±√(1 / inputs), biases as well: how PyTorch begins its linear layers and convolutions
    /// (<c>kaiming_uniform_(a=√5)</c>).</summary>
    public static Initialization UniformFanIn { get; } = new UniformFanInInitialization();

    /// <summary>Every weight the same: no two units of a layer ever differ.</summary>
    public static Initialization Constant(double value) => new ConstantInitialization(value);

    /// <param name="deviation">σ ≥ 0.</param>
    public static Initialization Normal(double deviation) => new NormalInitialization(deviation);

    internal abstract double Draw(ref RandomNumbers random, int inputs, int outputs);

    /// <summary>Of an output that is made of so many inputs; drawn after all weights of the layer.</summary>
    internal virtual double DrawBias(ref RandomNumbers random, int inputs) => 0;

    internal virtual void Validate()
    {
    }
}

internal sealed record ConstantInitialization(double Value) : Initialization
{
    internal override double Draw(ref RandomNumbers random, int inputs, int outputs) => Value;

    internal override void Validate()
    {
        if (!double.IsFinite(Value))
            throw new ArgumentException($"Initial weights must be finite, but the constant is {Value}.");
    }
}

internal sealed record NormalInitialization(double Deviation) : Initialization
{
    internal override double Draw(ref RandomNumbers random, int inputs, int outputs) => Deviation * random.NextNormal();

    internal override void Validate()
    {
        if (Deviation is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Initial weights: `deviation ≥ 0` must hold, but it is {Deviation}.");
    }
}

/// <summary>Variance = Gain / (InputShare · inputs + OutputShare · outputs)</summary>
internal sealed record FanInitialization(double Gain, double InputShare, double OutputShare, bool Uniform) : Initialization
{
    internal override double Draw(ref RandomNumbers random, int inputs, int outputs)
    {
        var deviation = Math.Sqrt(Gain / (InputShare * inputs + OutputShare * outputs));
        // A uniform distribution in ±a has the deviation a / √3.
        return Uniform ? deviation * Math.Sqrt(3) * random.NextBetween(-1, 1) : deviation * random.NextNormal();
    }
}

internal sealed record UniformFanInInitialization : Initialization
{
    internal override double Draw(ref RandomNumbers random, int inputs, int outputs) => DrawBias(ref random, inputs);

    internal override double DrawBias(ref RandomNumbers random, int inputs) => random.NextBetween(-1, 1) / Math.Sqrt(inputs);
}
