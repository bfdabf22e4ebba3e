using System.Numerics;

namespace HyperSearch.Training;

internal sealed record SigmoidActivation : Activation
{
    internal override bool NeverFalls => true;

    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Sigmoid>(width, default);
}

internal readonly struct Sigmoid : IActivation
{
    public static bool DerivativeFromOutput => true;

    public static Vector<float> Of(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    public Vector<float> Apply(Vector<float> x) => Of(x);

    public Vector<float> Derivative(Vector<float> value) => value * (Vector<float>.One - value);
}
