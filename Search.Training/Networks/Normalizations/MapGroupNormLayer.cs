using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// Each image over each of its groups of feature maps, all their positions together: x̂ = (x − μ) / √(σ² + ε), y = γ x̂ + β, with a γ and
/// β for each map. One group: layer normalization; a group for each map: instance normalization. Wu and He 2018, section 3.1.
/// </summary>
internal sealed unsafe class MapGroupNormLayer : Layer
{
    private readonly int _positions;
    private readonly Parameter _gamma, _beta;
    private readonly float* _mean;      // of each map, then of its group; of one image
    private readonly float* _squares;   // Σ (x − μ)² of each map
    private readonly float* _inverse;   // 1 / √(σ² + ε) of the group
    private readonly float* _sums;      // Σ dy of each map, then mean(γ dy) of its group
    private readonly float* _products;  // Σ dy x̂ of each map, then mean(γ dy x̂) of its group

    public MapGroupNormLayer(string name, int maps, int groups, int positions, Arena arena)
        : base(maps, maps)
    {
        Groups = groups;
        _positions = positions;
        _gamma = Parameter.Vector($"{name}.gamma", maps, ParameterKind.NoDecay);
        _beta = Parameter.Vector($"{name}.beta", maps, ParameterKind.NoDecay);
        _mean = arena.Allocate(Panels.Padded(maps));
        _squares = arena.Allocate(Panels.Padded(maps));
        _inverse = arena.Allocate(Panels.Padded(maps));
        _sums = arena.Allocate(Panels.Padded(maps));
        _products = arena.Allocate(Panels.Padded(maps));
    }

    public int Groups { get; }

    public override IReadOnlyList<Parameter> Parameters => [_gamma, _beta];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override void Initialize(ref RandomNumbers random) => new Span<float>(_gamma.Value, Outputs).Fill(1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var example = 0; example < input.Rows / _positions; example++)
        {
            Matrix image = input.Part(example, _positions), normalized = output.Part(example, _positions);
            TakeMoments(image);
            for (var j = 0; j < image.Padded; j += Vector<float>.Count)
            {
                Vector<float> mean = Vector.Load(_mean + j), scale = Vector.Load(_inverse + j) * Vector.Load(_gamma.Value + j), shift = Vector.Load(_beta.Value + j);
                for (var i = 0; i < _positions; i++)
                    ((Vector.Load(image.Row(i) + j) - mean) * scale + shift).Store(normalized.Row(i) + j);
            }
        }
    }

    /// <summary>dx = (γ dy − mean(γ dy) − x̂ mean(γ dy x̂)) / √(σ² + ε), the means over the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        new Span<float>(_gamma.Gradient, Outputs).Clear();
        new Span<float>(_beta.Gradient, Outputs).Clear();
        for (var example = 0; example < input.Rows / _positions; example++)
        {
            Matrix image = input.Part(example, _positions), above = outputGradient.Part(example, _positions), below = inputGradient.Part(example, _positions);
            TakeMoments(image);
            ColumnSums.Gradients(above, image, _mean, _sums, _products);
            Elementwise.Multiply(_products, _inverse, _products, Outputs);
            Elementwise.Add(_beta.Gradient, _sums, _beta.Gradient, Outputs);
            Elementwise.Add(_gamma.Gradient, _products, _gamma.Gradient, Outputs);
            Elementwise.Multiply(_sums, _gamma.Value, _sums, Outputs);
            Elementwise.Multiply(_products, _gamma.Value, _products, Outputs);
            ShareInGroups(_sums);
            ShareInGroups(_products);
            for (var j = 0; j < image.Padded; j += Vector<float>.Count)
            {
                Vector<float> center = Vector.Load(_mean + j), inverse = Vector.Load(_inverse + j), gamma = Vector.Load(_gamma.Value + j);
                Vector<float> mean = Vector.Load(_sums + j), slope = Vector.Load(_products + j) * inverse;
                for (var i = 0; i < _positions; i++)
                    (inverse * (gamma * Vector.Load(above.Row(i) + j) - mean - (Vector.Load(image.Row(i) + j) - center) * slope)).Store(below.Row(i) + j);
            }
        }
    }

    /// <summary>Mean and 1 / √(σ² + ε) of each group, written to each of its maps; zero past the last map.</summary>
    private void TakeMoments(Matrix image)
    {
        ColumnSums.Moments(image, _mean, _squares);
        int size = Outputs / Groups, count = size * _positions;
        for (var first = 0; first < Outputs; first += size)
        {
            var mean = Reduction.Sum(_mean + first, size) / size;
            // Of a map around its group's mean: Σ (x − μ)² + positions · (its own mean − μ)².
            var squares = Reduction.Sum(_squares + first, size) + _positions * Reduction.SquaresAround(_mean + first, size, mean);
            new Span<float>(_mean + first, size).Fill(mean);
            new Span<float>(_inverse + first, size).Fill(1 / MathF.Sqrt(squares / count + (float)Normalization.Epsilon));
        }
    }

    /// <summary>From the sum of each map to the mean over its group, written to each of its maps.</summary>
    private void ShareInGroups(float* sums)
    {
        var size = Outputs / Groups;
        for (var first = 0; first < Outputs; first += size)
            new Span<float>(sums + first, size).Fill(Reduction.Sum(sums + first, size) / (size * _positions));
    }
}
