using System.Numerics;

namespace HyperSearch.Training;

internal sealed record EluActivation(double Alpha) : Activation
{
    internal override bool NeverFalls => true;

    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Elu>(width, new Elu((float)Alpha));

    internal override void Validate()
    {
        if (Alpha is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"ELU: `α > 0` must hold, but α={Alpha}.");
    }
}

/// <summary>Below zero f′(x) = α eˣ = f(x) + α.</summary>
internal readonly struct Elu(float alpha) : IActivation
{
    private readonly float _alpha = alpha;

    public static bool DerivativeFromOutput => true;

    public Vector<float> Apply(Vector<float> x)
    {
        var below = _alpha * (Vector.Exp(Vector.Min(x, Vector<float>.Zero)) - Vector<float>.One);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, below);
    }

    public Vector<float> Derivative(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), Vector<float>.One, value + new Vector<float>(_alpha));
}
