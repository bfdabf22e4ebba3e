using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

internal sealed record PReluActivation(double Alpha) : Activation
{
    internal override Layer CreateLayer(string name, int width) => new PReluLayer(name, width, Alpha);

    internal override void Validate()
    {
        if (!double.IsFinite(Alpha))
            throw new ArgumentException($"PReLU: α must be finite, but α={Alpha}.");
    }
}

/// <summary>y = x for x &gt; 0, else α[j] x; dα[j] = Σ over the rows of dy x where x ≤ 0.</summary>
internal sealed unsafe class PReluLayer(string name, int width, double first) : Layer(width, width)
{
    private readonly Parameter _alpha = Parameter.Vector($"{name}.alpha", width, ParameterKind.NoDecay);

    public override IReadOnlyList<Parameter> Parameters => [_alpha];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override void Initialize(ref RandomNumbers random) => new Span<float>(_alpha.Value, Outputs).Fill((float)first);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var i = 0; i < input.Rows; i++)
        {
            float* x = input.Row(i), y = output.Row(i);
            for (var j = 0; j < input.Padded; j += Vector<float>.Count)
            {
                var value = Vector.Load(x + j);
                Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), value, value * Vector.Load(_alpha.Value + j)).Store(y + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            Vector<float> slope = Vector.Load(_alpha.Value + j), sum = default;
            for (var i = 0; i < input.Rows; i++)
            {
                Vector<float> x = Vector.Load(input.Row(i) + j), dy = Vector.Load(outputGradient.Row(i) + j);
                var positive = Vector.GreaterThan(x, Vector<float>.Zero);
                sum += Vector.ConditionalSelect(positive, Vector<float>.Zero, dy * x);
                Vector.ConditionalSelect(positive, dy, dy * slope).Store(inputGradient.Row(i) + j);
            }
            sum.Store(_alpha.Gradient + j);
        }
    }
}
