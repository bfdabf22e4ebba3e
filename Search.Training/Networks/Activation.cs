using System.Numerics;

namespace Search.Training;

/// <summary>The function applied to each number that a hidden layer puts out.</summary>
public abstract record Activation
{
    /// <summary>f(x) = x: the net stays linear, whatever its depth.</summary>
    public static Activation Identity { get; } = new IdentityActivation();

    /// <summary>f(x) = max(x, 0), f′(0) = 0. Nair and Hinton 2010.</summary>
    public static Activation Relu { get; } = new ReluActivation();

    internal abstract Layer? CreateLayer(int width);
}

internal sealed record IdentityActivation : Activation
{
    internal override Layer? CreateLayer(int width) => null;
}

internal sealed record ReluActivation : Activation
{
    internal override Layer CreateLayer(int width) => new ReluLayer(width);
}

/// <summary>In place: where the output is not positive, neither was the input.</summary>
internal sealed unsafe class ReluLayer(int width) : Layer(width, width)
{
    public override bool ReadsInput => false;

    public override bool ReadsOutput => true;

    public override bool WorksInPlace => true;

    public override void Forward(Matrix input, Matrix output, in Pass pass)
        => Elementwise.Map(input.Data, output.Data, input.Span, default(Value));

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
        => Elementwise.Zip(output.Data, outputGradient.Data, inputGradient.Data, output.Span, default(Gradient));

    private readonly struct Value : IMap
    {
        public Vector<float> Apply(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);
    }

    private readonly struct Gradient : IZip
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y)
            => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), y, Vector<float>.Zero);
    }
}
