using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>Each row over each of its groups of units: x̂ = (x − μ) / √(σ² + ε), y = γ x̂ + β. One group: layer normalization.</summary>
internal sealed unsafe class GroupNormLayer : Layer
{
    private readonly int _size;
    private readonly Parameter _gamma, _beta;
    private readonly float* _normalized;   // x̂ of one row
    private readonly float* _scaled;       // γ dy of one row

    public GroupNormLayer(string name, int width, int groups, Arena arena)
        : base(width, width)
    {
        Groups = groups;
        _size = width / groups;
        _gamma = Parameter.Vector($"{name}.gamma", width, ParameterKind.NoDecay);
        _beta = Parameter.Vector($"{name}.beta", width, ParameterKind.NoDecay);
        _normalized = arena.Allocate(Panels.Padded(width));
        _scaled = arena.Allocate(Panels.Padded(width));
    }

    public int Groups { get; }

    public override IReadOnlyList<Parameter> Parameters => [_gamma, _beta];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override void Initialize(ref RandomNumbers random) => new Span<float>(_gamma.Value, Outputs).Fill(1);

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var i = 0; i < input.Rows; i++)
        {
            Normalize(input.Row(i));
            Elementwise.Multiply(_normalized, _gamma.Value, output.Row(i), Outputs);
            Elementwise.Add(output.Row(i), _beta.Value, output.Row(i), Outputs);
        }
    }

    /// <summary>dx = (γ dy − mean(γ dy) − x̂ mean(γ dy x̂)) / √(σ² + ε), the means over the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        new Span<float>(_gamma.Gradient, Outputs).Clear();
        new Span<float>(_beta.Gradient, Outputs).Clear();
        for (var i = 0; i < input.Rows; i++)
        {
            float* dy = outputGradient.Row(i), dx = inputGradient.Row(i);
            Normalize(input.Row(i));
            Elementwise.Add(_beta.Gradient, dy, _beta.Gradient, Outputs);
            Elementwise.Multiply(dy, _normalized, _scaled, Outputs);
            Elementwise.Add(_gamma.Gradient, _scaled, _gamma.Gradient, Outputs);
            Elementwise.Multiply(dy, _gamma.Value, _scaled, Outputs);
            for (var group = 0; group < Groups; group++)
            {
                var first = group * _size;
                var mean = Reduction.Sum(_scaled + first, _size) / _size;
                var slope = Reduction.Dot(_scaled + first, _normalized + first, _size) / _size;
                var inverse = Moments(input.Row(i) + first).Inverse;
                for (var j = first; j < first + _size; j++)
                    dx[j] = inverse * (_scaled[j] - mean - _normalized[j] * slope);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Normalize(float* x)
    {
        for (var group = 0; group < Groups; group++)
        {
            var (mean, inverse) = Moments(x + group * _size);
            for (var j = group * _size; j < (group + 1) * _size; j++)
                _normalized[j] = (x[j] - mean) * inverse;
        }
    }

    private (float Mean, float Inverse) Moments(float* x)
    {
        var mean = Reduction.Sum(x, _size) / _size;
        var variance = Reduction.SquaresAround(x, _size, mean) / _size;
        return (mean, 1 / MathF.Sqrt(variance + (float)Normalization.Epsilon));
    }
}
