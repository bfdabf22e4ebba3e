using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// Each unit over the rows of the mini-batch: x̂ = (x − μ) / √(σ² + ε), y = γ x̂ + β.
/// Works down strips of units narrow enough for a strip to stay in the first cache through its passes.
/// </summary>
internal sealed unsafe class BatchNormLayer : Layer
{
    private readonly double _momentum;
    private readonly Parameter _gamma, _beta, _runningMean, _runningVariance;
    private readonly float* _mean;      // of the last training batch
    private readonly float* _inverse;   // 1 / √(σ² + ε) of the last training batch

    public BatchNormLayer(string name, int width, double momentum, Arena arena)
        : base(width, width)
    {
        _momentum = momentum;
        _gamma = Parameter.Vector($"{name}.gamma", width, ParameterKind.NoDecay);
        _beta = Parameter.Vector($"{name}.beta", width, ParameterKind.NoDecay);
        _runningMean = Parameter.Vector($"{name}.mean", width, ParameterKind.Statistic);
        _runningVariance = Parameter.Vector($"{name}.variance", width, ParameterKind.Statistic);
        _mean = arena.Allocate(Panels.Padded(width));
        _inverse = arena.Allocate(Panels.Padded(width));
    }

    public override IReadOnlyList<Parameter> Parameters => [_gamma, _beta, _runningMean, _runningVariance];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    /// <summary>What inference subtracts and divides by.</summary>
    public Span<float> RunningMean => new(_runningMean.Value, Outputs);

    public Span<float> RunningVariance => new(_runningVariance.Value, Outputs);

    public override void Initialize(ref RandomNumbers random)
    {
        new Span<float>(_gamma.Value, Outputs).Fill(1);
        new Span<float>(_runningVariance.Value, Outputs).Fill(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            Vector<float> center, variance;
            if (pass.Training)
            {
                (center, variance) = Moments(input, j);
                center.Store(_mean + j);
                UpdateAverage(_runningMean.Value + j, center);
                // The running variance is that of the population the batch was drawn from.
                UpdateAverage(_runningVariance.Value + j, variance * ((float)input.Rows / Math.Max(1, input.Rows - 1)));
            }
            else
            {
                center = Vector.Load(_runningMean.Value + j);
                variance = Vector.Load(_runningVariance.Value + j);
            }
            var scale = Vector<float>.One / Vector.SquareRoot(variance + new Vector<float>((float)Normalization.Epsilon));
            if (pass.Training)
                scale.Store(_inverse + j);
            scale *= Vector.Load(_gamma.Value + j);
            var shift = Vector.Load(_beta.Value + j);
            float* x = input.Data + j, y = output.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, y += output.Stride)
                ((Vector.Load(x) - center) * scale + shift).Store(y);
        }
    }

    /// <summary>dβ = Σ dy, dγ = Σ dy x̂, dx = γ / √(σ² + ε) (dy − dβ / n − x̂ dγ / n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        var share = 1f / input.Rows;
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            Vector<float> center = Vector.Load(_mean + j), scale = Vector.Load(_inverse + j), dBeta = default, dGamma = default;
            float* x = input.Data + j, dy = outputGradient.Data + j, dx = inputGradient.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, dy += outputGradient.Stride)
            {
                var g = Vector.Load(dy);
                dBeta += g;
                dGamma += g * (Vector.Load(x) - center);
            }
            dGamma *= scale;
            dBeta.Store(_beta.Gradient + j);
            dGamma.Store(_gamma.Gradient + j);

            Vector<float> meanGradient = dBeta * share, slope = dGamma * scale * share, outer = scale * Vector.Load(_gamma.Value + j);
            x = input.Data + j;
            dy = outputGradient.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, dy += outputGradient.Stride, dx += inputGradient.Stride)
                (outer * (Vector.Load(dy) - meanGradient - (Vector.Load(x) - center) * slope)).Store(dx);
        }
    }

    /// <summary>Sets what inference uses to the exact mean and (population) variance over batches seen one by one.</summary>
    public void SetStatistics(StatisticsAccumulator accumulator)
    {
        for (var j = 0; j < Outputs; j++)
            (_runningMean.Value[j], _runningVariance.Value[j]) = accumulator.MeanAndVariance(j);
    }

    private static (Vector<float> Mean, Vector<float> Variance) Moments(Matrix input, int j)
    {
        Vector<float> sum = default, squares = default;
        var x = input.Data + j;
        for (var i = 0; i < input.Rows; i++, x += input.Stride)
            sum += Vector.Load(x);
        var center = sum * (1f / input.Rows);
        x = input.Data + j;
        for (var i = 0; i < input.Rows; i++, x += input.Stride)
        {
            var off = Vector.Load(x) - center;
            squares += off * off;
        }
        return (center, squares * (1f / input.Rows));
    }

    private void UpdateAverage(float* average, Vector<float> newest)
    {
        var old = Vector.Load(average);
        (old + (newest - old) * (float)_momentum).Store(average);
    }
}
