using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>The function applied to each number that a hidden layer puts out.</summary>
[JsonDerivedType(typeof(IdentityActivation), "identity")]
[JsonDerivedType(typeof(SigmoidActivation), "sigmoid")]
[JsonDerivedType(typeof(TanhActivation), "tanh")]
[JsonDerivedType(typeof(LeakyReluActivation), "leaky-relu")]
[JsonDerivedType(typeof(ReluActivation), "relu")]
[JsonDerivedType(typeof(PReluActivation), "prelu")]
[JsonDerivedType(typeof(EluActivation), "elu")]
[JsonDerivedType(typeof(GeluActivation), "gelu")]
[JsonDerivedType(typeof(SiluActivation), "silu")]
public abstract record Activation
{
    /// <summary>f(x) = x: the net stays linear, whatever its depth.</summary>
    public static Activation Identity { get; } = new IdentityActivation();

    /// <summary>f(x) = 1 / (1 + e⁻ˣ)</summary>
    public static Activation Sigmoid { get; } = new SigmoidActivation();

    /// <summary>f(x) = tanh x</summary>
    public static Activation Tanh { get; } = new TanhActivation();

    /// <summary>f(x) = max(x, 0), f′(0) = 0. Nair and Hinton 2010.</summary>
    public static Activation Relu { get; } = new ReluActivation();

    /// <summary>f(x) = x Φ(x), Φ the normal distribution function. Hendrycks and Gimpel 2016, section 2.</summary>
    public static Activation Gelu { get; } = new GeluActivation();

    /// <summary>f(x) = x / (1 + e⁻ˣ). Elfwing, Uchibe and Doya 2018; Ramachandran et al. 2017 ("swish").</summary>
    public static Activation Silu { get; } = new SiluActivation();

    /// <summary>f(x) = x for x &gt; 0, else α x. Maas, Hannun and Ng 2013.</summary>
    /// <param name="alpha">α ≥ 0.</param>
    public static Activation LeakyRelu(double alpha = 0.01) => new LeakyReluActivation(alpha);

    /// <summary>f(x) = x for x &gt; 0, else α x, with an α for each unit that is learned, without decay. He et al. 2015, equation 1.</summary>
    /// <param name="alpha">The first value of every α.</param>
    public static Activation PRelu(double alpha = 0.25) => new PReluActivation(alpha);

    /// <summary>f(x) = x for x &gt; 0, else α (eˣ − 1). Clevert, Unterthiner and Hochreiter 2016, equation 16.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public static Activation Elu(double alpha = 1) => new EluActivation(alpha);

    /// <summary>Whether f(x) ≤ f(y) for all x ≤ y.</summary>
    internal virtual bool NeverFalls => false;

    /// <summary>The layer that applies it; null for identity, which needs none.</summary>
    internal abstract Layer? CreateLayer(string name, int width);

    internal virtual void Validate()
    {
    }
}

internal sealed record IdentityActivation : Activation
{
    internal override Layer? CreateLayer(string name, int width) => null;
}
