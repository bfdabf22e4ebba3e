using System.Numerics;

namespace HyperSearch.Training;

internal sealed record TanhActivation : Activation
{
    internal override bool NeverFalls => true;

    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Tanh>(width, default);
}

/// <summary>tanh |x| = (1 − e⁻²ˣ) / (1 + e⁻²ˣ); near zero, where that loses digits, its series to x⁷.</summary>
internal readonly struct Tanh : IActivation
{
    public static bool DerivativeFromOutput => true;

    public Vector<float> Apply(Vector<float> x)
    {
        Vector<float> e = Vector.Exp(-2f * Vector.Abs(x)), square = x * x;
        var far = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), x);
        var near = x * (Vector<float>.One + square * (new Vector<float>(-1f / 3) + square * (new Vector<float>(2f / 15) - square * (17f / 315))));
        return Vector.ConditionalSelect(Vector.LessThan(square, new Vector<float>(0.04f)), near, far);
    }

    public Vector<float> Derivative(Vector<float> value) => Vector<float>.One - value * value;
}
