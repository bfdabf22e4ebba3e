using System.Numerics;

namespace HyperSearch.Training;

internal sealed record LeakyReluActivation(double Alpha) : Activation
{
    internal override bool NeverFalls => true;

    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<LeakyRelu>(width, new LeakyRelu((float)Alpha));

    internal override void Validate()
    {
        if (Alpha is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Leaky ReLU: `α ≥ 0` must hold, but α={Alpha}.");
    }
}

/// <summary>As α ≥ 0, the output has the input's sign, so the derivative can be read from it.</summary>
internal readonly struct LeakyRelu(float alpha) : IActivation
{
    private readonly float _alpha = alpha;

    public static bool DerivativeFromOutput => true;

    public Vector<float> Apply(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, x * _alpha);

    public Vector<float> Derivative(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), Vector<float>.One, new Vector<float>(_alpha));
}
