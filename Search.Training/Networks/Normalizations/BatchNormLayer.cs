using System.Numerics;

namespace HyperSearch.Training;

/// <summary>Batch normalization: each column over the rows of the mini-batch, x̂ = (x − μ) / √(σ² + ε), y = γ x̂ + β.</summary>
internal abstract unsafe class BatchNormLayer : Layer
{
    private readonly double _momentum;
    private readonly Parameter _gamma, _beta, _runningMean, _runningVariance;

    protected BatchNormLayer(string name, int width, double momentum, Arena arena)
        : base(width, width)
    {
        _momentum = momentum;
        _gamma = Parameter.Vector($"{name}.gamma", width, ParameterKind.NoDecay);
        _beta = Parameter.Vector($"{name}.beta", width, ParameterKind.NoDecay);
        _runningMean = Parameter.Vector($"{name}.mean", width, ParameterKind.Statistic);
        _runningVariance = Parameter.Vector($"{name}.variance", width, ParameterKind.Statistic);
        Mean = arena.Allocate(Panels.Padded(width));
        Inverse = arena.Allocate(Panels.Padded(width));
    }

    public override IReadOnlyList<Parameter> Parameters => [_gamma, _beta, _runningMean, _runningVariance];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    /// <summary>What inference subtracts and divides by.</summary>
    public Span<float> RunningMean => new(_runningMean.Value, Outputs);

    public Span<float> RunningVariance => new(_runningVariance.Value, Outputs);

    /// <summary>Of the last training batch.</summary>
    protected float* Mean { get; }

    /// <summary>1 / √(σ² + ε) of the last training batch.</summary>
    protected float* Inverse { get; }

    protected Parameter Gamma => _gamma;

    protected Parameter Beta => _beta;

    public override void Initialize(ref RandomNumbers random)
    {
        new Span<float>(_gamma.Value, Outputs).Fill(1);
        new Span<float>(_runningVariance.Value, Outputs).Fill(1);
    }

    /// <summary>Sets what inference uses to the exact mean and (population) variance over batches seen one by one.</summary>
    public void SetStatistics(StatisticsAccumulator accumulator)
    {
        for (var j = 0; j < Outputs; j++)
            (_runningMean.Value[j], _runningVariance.Value[j]) = accumulator.MeanAndVariance(j);
    }

    /// <summary>What the columns j and following are centered by and divided by; from the moments of a training batch.</summary>
    protected (Vector<float> Center, Vector<float> Inverse) Train(int j, Vector<float> mean, Vector<float> variance, int rows)
    {
        mean.Store(Mean + j);
        UpdateAverage(_runningMean.Value + j, mean);
        // The running variance is that of the population the batch was drawn from.
        UpdateAverage(_runningVariance.Value + j, variance * ((float)rows / Math.Max(1, rows - 1)));
        var inverse = InverseOf(variance);
        inverse.Store(Inverse + j);
        return (mean, inverse);
    }

    /// <summary>As <see cref="Train"/>, of the running averages.</summary>
    protected (Vector<float> Center, Vector<float> Inverse) Infer(int j) =>
        (Vector.Load(_runningMean.Value + j), InverseOf(Vector.Load(_runningVariance.Value + j)));

    private static Vector<float> InverseOf(Vector<float> variance) =>
        Vector<float>.One / Vector.SquareRoot(variance + new Vector<float>((float)Normalization.Epsilon));

    private void UpdateAverage(float* average, Vector<float> newest)
    {
        var old = Vector.Load(average);
        (old + (newest - old) * (float)_momentum).Store(average);
    }
}
