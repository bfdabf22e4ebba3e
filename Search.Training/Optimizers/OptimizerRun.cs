namespace HyperSearch.Training;

/// <summary>An optimizer at work on one network: its state, gradient clipping and the penalties on weights.</summary>
internal sealed unsafe class OptimizerRun
{
    private readonly MlpSettings _settings;
    private readonly Network _network;
    private readonly float*[] _states;
    private long _step;
    private double _rate;

    public OptimizerRun(MlpSettings settings, Network network)
    {
        _settings = settings;
        _network = network;
        _states = new float*[settings.Optimizer.StateCount];
        for (var i = 0; i < _states.Length; i++)
            _states[i] = network.Arena.Take(network.Parameters.Length);
    }

    /// <summary>The state, in the parameters' layout (zero for those that nobody trains).</summary>
    public IEnumerable<nint> States
    {
        get
        {
            for (var i = 0; i < _settings.Optimizer.StateCount; i++)
                yield return At(i);
        }
    }

    /// <summary>Whether weights can be updated one by one on the way back: not if all gradients must be known first.</summary>
    public bool UpdatesOnTheWay => _settings.ClipNorm is null && _settings.Normalization is not WeightNormalization;

    /// <summary>Before the way back of a mini-batch.</summary>
    /// <param name="number">1 for the first step of a training</param>
    public void Begin(long number, double learningRate)
    {
        _step = number;
        _rate = learningRate;
    }

    /// <summary>Updates a range of the weights on the way back.</summary>
    /// <param name="begin">within the parameters</param>
    public void Weights(int begin, int count, float* gradients) => Update(begin, count, gradients, scale: 1, decays: true);

    /// <summary>After the way back: updates what was not updated on it.</summary>
    public void End()
    {
        var parameters = _network.Parameters;
        var scale = _settings.ClipNorm is { } limit ? Math.Min(1, limit / Math.Sqrt(SquaredNorm(parameters))) : 1;
        if (!UpdatesOnTheWay)
            Update(0, parameters.WeightLength, parameters.Gradients, scale, decays: true);
        Update(parameters.WeightLength, parameters.TrainedLength - parameters.WeightLength, parameters.Gradients + parameters.WeightLength, scale, decays: false);
        GC.KeepAlive(_network);
    }

    private void Update(int begin, int count, float* gradients, double scale, bool decays) => _settings.Optimizer.Update(new UpdateRange
    {
        Values = _network.Parameters.Values + begin,
        Gradients = gradients,
        State0 = _states.Length > 0 ? _states[0] + begin : null,
        State1 = _states.Length > 1 ? _states[1] + begin : null,
        Count = count,
        Step = _step,
        LearningRate = _rate,
        GradientScale = scale,
        L1 = decays ? _settings.L1 : 0,
        L2 = decays ? _settings.L2 : 0,
        DecoupledDecay = decays ? _settings.Optimizer.DecoupledDecay : 0,
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
