namespace HyperSearch.Training;

/// <summary>An optimizer at work on one network: its state, gradient clipping and the penalties on weights.</summary>
internal sealed unsafe class OptimizerRun : IWeightUpdate
{
    private readonly Optimizer _optimizer;
    private readonly Network _network;
    private readonly float*[] _states;
    private long _step;
    private double _rate;

    public OptimizerRun(Optimizer optimizer, Network network)
    {
        _optimizer = optimizer;
        _network = network;
        _states = new float*[optimizer.StateCount];
        for (var i = 0; i < _states.Length; i++)
            _states[i] = network.Arena.Allocate(network.Parameters.Length);
    }

    /// <summary>λ₁ of the penalty λ₁ Σ |w|.</summary>
    public double L1 { get; init; }

    /// <summary>λ₂ of the penalty ½ λ₂ Σ w².</summary>
    public double L2 { get; init; }

    /// <summary>What longer gradients are shortened to; null: they stay as they are.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Whether the network can have its weights updated in the backward pass.</summary>
    public bool MayUpdateInBackward { get; init; } = true;

    /// <summary>Whether weights are updated in the backward pass: not if all gradients must be known first.</summary>
    public bool UpdatesInBackward => MayUpdateInBackward && ClipNorm is null;

    /// <summary>The state, in the parameters' layout (zero for those that nobody trains).</summary>
    public IEnumerable<nint> States
    {
        get
        {
            for (var i = 0; i < _states.Length; i++)
                yield return At(i);
        }
    }

    /// <summary>Before the backward pass of a mini-batch.</summary>
    /// <param name="number">1 for the first step of a training.</param>
    public void Begin(long number, double learningRate)
    {
        _step = number;
        _rate = learningRate;
    }

    public void UpdateWeights(int offset, int count, float* gradients) => Update(offset, count, gradients, scale: 1, decays: true);

    /// <summary>After the backward pass: updates what was not updated in it.</summary>
    public void End()
    {
        var parameters = _network.Parameters;
        var scale = ClipNorm is { } limit ? Math.Min(1, limit / Math.Sqrt(SquaredNorm(parameters))) : 1;
        if (!UpdatesInBackward)
            Update(0, parameters.WeightLength, parameters.Gradients, scale, decays: true);
        Update(parameters.WeightLength, parameters.TrainedLength - parameters.WeightLength, parameters.Gradients + parameters.WeightLength, scale, decays: false);
        GC.KeepAlive(_network);
    }

    private void Update(int offset, int count, float* gradients, double scale, bool decays) => _optimizer.Update(new UpdateRange
    {
        Values = _network.Parameters.Values + offset,
        Gradients = gradients,
        State0 = _states.Length > 0 ? _states[0] + offset : null,
        State1 = _states.Length > 1 ? _states[1] + offset : null,
        Count = count,
        Step = _step,
        LearningRate = _rate,
        GradientScale = scale,
        L1 = decays ? L1 : 0,
        L2 = decays ? L2 : 0,
        DecoupledDecay = decays ? _optimizer.DecoupledDecay : 0,
    });

    /// <summary>Block by block, so that the sum keeps its digits in a large network.</summary>
    private static double SquaredNorm(ParameterSet parameters)
    {
        const int Block = 4096;
        double sum = 0;
        for (var i = 0; i < parameters.TrainedLength; i += Block)
        {
            var g = parameters.Gradients + i;
            sum += Reduction.Dot(g, g, Math.Min(Block, parameters.TrainedLength - i));
        }
        return sum;
    }

    private nint At(int index) => (nint)_states[index];
}
