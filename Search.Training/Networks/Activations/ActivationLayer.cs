using System.Numerics;

namespace HyperSearch.Training;

/// <summary>y = f(x), element by element; dx = f′(x) dy.</summary>
internal sealed unsafe class ActivationLayer<TFunction>(int width, TFunction function) : Layer(width, width)
    where TFunction : struct, IActivation
{
    public override bool ReadsInput => !TFunction.DerivativeFromOutput;

    public override bool ReadsOutput => TFunction.DerivativeFromOutput;

    public override bool InPlaceForward => TFunction.DerivativeFromOutput;

    public override void Forward(Matrix input, Matrix output, in Pass pass) =>
        Elementwise.Map(input.Data, output.Data, input.Span, function);

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        var value = TFunction.DerivativeFromOutput ? output.Data : input.Data;
        Elementwise.Zip(value, outputGradient.Data, inputGradient.Data, output.Span, new Chain(function));
    }

    private readonly struct Chain(TFunction function) : IZip
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => function.Derivative(x) * y;
    }
}
