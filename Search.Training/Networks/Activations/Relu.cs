using System.Numerics;

namespace HyperSearch.Training;

internal sealed record ReluActivation : Activation
{
    internal override bool NeverFalls => true;

    internal override Layer CreateLayer(string name, int width) => new ActivationLayer<Relu>(width, default);
}

internal readonly struct Relu : IActivation
{
    public static bool DerivativeFromOutput => true;

    public Vector<float> Apply(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);

    public Vector<float> Derivative(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
}
