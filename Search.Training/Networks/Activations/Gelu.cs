using System.Numerics;

namespace HyperSearch.Training;

internal sealed record GeluActivation : Activation
{
    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Gelu>(width, default);
}

/// <summary>f(x) = x Φ(x), f′(x) = Φ(x) + x φ(x).</summary>
internal readonly struct Gelu : IActivation
{
    public static bool DerivativeFromOutput => false;

    public Vector<float> Apply(Vector<float> x) => x * Distribution(x, Vector.Exp(-0.5f * x * x));

    public Vector<float> Derivative(Vector<float> value)
    {
        var bell = Vector.Exp(-0.5f * value * value);
        return Distribution(value, bell) + value * bell * 0.39894228f;
    }

    /// <summary>Φ(x) = ½ (1 + erf(x / √2)), erf by Abramowitz and Stegun 7.1.26: off by less than 1.5e-7.</summary>
    /// <param name="bell">exp(−x² / 2).</param>
    private static Vector<float> Distribution(Vector<float> x, Vector<float> bell)
    {
        var t = Vector<float>.One / (Vector<float>.One + 0.3275911f * 0.70710678f * Vector.Abs(x));
        var polynomial = t * (new Vector<float>(0.254829592f) + t * (new Vector<float>(-0.284496736f)
            + t * (new Vector<float>(1.421413741f) + t * (new Vector<float>(-1.453152027f) + t * 1.061405429f))));
        var tail = 0.5f * polynomial * bell; // 1 − Φ(|x|)
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }
}
