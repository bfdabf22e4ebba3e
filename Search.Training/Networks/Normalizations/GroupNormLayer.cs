using System.Runtime.CompilerServices;

namespace Search.Training;

/// <summary>Each row over each of its groups of units: x̂ = (x − μ) / √(σ² + ε), y = γ x̂ + β. One group: layer normalization.</summary>
internal sealed unsafe class GroupNormLayer : Layer
{
    private readonly int groups;
    private readonly int size;
    private readonly Parameter gamma, beta;
    private readonly float* normalized;   // x̂ of one row
    private readonly float* scaled;       // γ dy of one row

    public GroupNormLayer(string name, int width, int groups, Arena arena)
        : base(width, width)
    {
        this.groups = groups;
        size = width / groups;
        gamma = Parameter.Vector($"{name}.gamma", width, ParameterKind.Free);
        beta = Parameter.Vector($"{name}.beta", width, ParameterKind.Free);
        normalized = arena.Take(Panels.Padded(width));
        scaled = arena.Take(Panels.Padded(width));
    }

    public int Groups => groups;

    public override IReadOnlyList<Parameter> Parameters => [gamma, beta];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool OverwritesInput => false;

    public override void Initialize(ref RandomNumbers random) => new Span<float>(gamma.Value, Outputs).Fill(1);

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (int i = 0; i < input.Rows; i++)
        {
            Normalize(input.Row(i));
            Elementwise.Zip(normalized, gamma.Value, output.Row(i), Outputs, default(Product));
            Elementwise.Zip(output.Row(i), beta.Value, output.Row(i), Outputs, default(Sum));
        }
    }

    /// <summary>dx = (γ dy − mean(γ dy) − x̂ mean(γ dy x̂)) / √(σ² + ε), the means over the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        new Span<float>(gamma.Gradient, Outputs).Clear();
        new Span<float>(beta.Gradient, Outputs).Clear();
        for (int i = 0; i < input.Rows; i++)
        {
            float* dy = outputGradient.Row(i), dx = inputGradient.Row(i);
            Normalize(input.Row(i));
            Elementwise.Zip(beta.Gradient, dy, beta.Gradient, Outputs, default(Sum));
            Elementwise.Zip(dy, normalized, scaled, Outputs, default(Product));
            Elementwise.Zip(gamma.Gradient, scaled, gamma.Gradient, Outputs, default(Sum));
            Elementwise.Zip(dy, gamma.Value, scaled, Outputs, default(Product));
            for (int group = 0; group < groups; group++)
            {
                int first = group * size;
                float mean = Reduction.Sum(scaled + first, size) / size;
                float slope = Reduction.Dot(scaled + first, normalized + first, size) / size;
                float inverse = Moments(input.Row(i) + first).Inverse;
                for (int j = first; j < first + size; j++)
                    dx[j] = inverse * (scaled[j] - mean - (normalized[j] * slope));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Normalize(float* x)
    {
        for (int group = 0; group < groups; group++)
        {
            var (mean, inverse) = Moments(x + (group * size));
            for (int j = group * size; j < (group + 1) * size; j++)
                normalized[j] = (x[j] - mean) * inverse;
        }
    }

    private (float Mean, float Inverse) Moments(float* x)
    {
        float mean = Reduction.Sum(x, size) / size;
        float variance = Reduction.SquaresAround(x, size, mean) / size;
        return (mean, 1 / MathF.Sqrt(variance + (float)Normalization.Epsilon));
    }
}
