using System.Numerics;

namespace HyperSearch.Training;

internal sealed record SiluActivation : Activation
{
    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Silu>(width, default);
}

/// <summary>f(x) = x σ(x), f′(x) = σ(x) (1 + x (1 − σ(x))).</summary>
internal readonly struct Silu : IActivation
{
    public static bool DerivativeFromOutput => false;

    public Vector<float> Apply(Vector<float> x) => x * Sigmoid.Of(x);

    public Vector<float> Derivative(Vector<float> value)
    {
        var sigmoid = Sigmoid.Of(value);
        return sigmoid * (Vector<float>.One + value * (Vector<float>.One - sigmoid));
    }
}
