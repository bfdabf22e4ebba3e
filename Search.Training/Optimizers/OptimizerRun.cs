namespace Search.Training;

/// <summary>An optimizer at work on one network: its state, gradient clipping and the penalties on weights.</summary>
internal sealed unsafe class OptimizerRun
{
    private readonly MlpSettings settings;
    private readonly Network network;
    private readonly float*[] states;
    private long step;
    private double rate;

    public OptimizerRun(MlpSettings settings, Network network)
    {
        this.settings = settings;
        this.network = network;
        states = new float*[settings.Optimizer.StateCount];
        for (int i = 0; i < states.Length; i++)
            states[i] = network.Arena.Take(network.Parameters.Length);
    }

    /// <summary>The state, in the parameters' layout (zero for those that nobody trains).</summary>
    public IEnumerable<nint> States
    {
        get
        {
            for (int i = 0; i < settings.Optimizer.StateCount; i++)
                yield return At(i);
        }
    }

    /// <summary>Whether weights can be updated one by one on the way back: not if all gradients must be known first.</summary>
    public bool UpdatesOnTheWay => settings.ClipNorm is null && settings.Normalization is not WeightNormalization;

    /// <summary>Before the way back of a mini-batch.</summary>
    /// <param name="number">1 for the first step of a training</param>
    public void Begin(long number, double learningRate)
    {
        step = number;
        rate = learningRate;
    }

    /// <summary>Updates a range of the weights on the way back.</summary>
    /// <param name="begin">within the parameters</param>
    public void Weights(int begin, int count, float* gradients) => Update(begin, count, gradients, scale: 1, decays: true);

    /// <summary>After the way back: updates what was not updated on it.</summary>
    public void End()
    {
        ParameterSet parameters = network.Parameters;
        double scale = settings.ClipNorm is { } limit ? Math.Min(1, limit / Math.Sqrt(SquaredNorm(parameters))) : 1;
        if (!UpdatesOnTheWay)
            Update(0, parameters.WeightLength, parameters.Gradients, scale, decays: true);
        Update(parameters.WeightLength, parameters.TrainedLength - parameters.WeightLength, parameters.Gradients + parameters.WeightLength, scale, decays: false);
        GC.KeepAlive(network);
    }

    private void Update(int begin, int count, float* gradients, double scale, bool decays) => settings.Optimizer.Update(new UpdateRange
    {
        Values = network.Parameters.Values + begin,
        Gradients = gradients,
        State0 = states.Length > 0 ? states[0] + begin : null,
        State1 = states.Length > 1 ? states[1] + begin : null,
        Count = count,
        Step = step,
        LearningRate = rate,
        GradientScale = scale,
        L1 = decays ? settings.L1 : 0,
        L2 = decays ? settings.L2 : 0,
        DecoupledDecay = decays ? settings.Optimizer.DecoupledDecay : 0,
    });

    /// <summary>Block by block, so that the sum keeps its digits in a large network.</summary>
    private static double SquaredNorm(ParameterSet parameters)
    {
        const int Block = 4096;
        double sum = 0;
        for (int i = 0; i < parameters.TrainedLength; i += Block)
        {
            float* g = parameters.Gradients + i;
            sum += Reduction.Dot(g, g, Math.Min(Block, parameters.TrainedLength - i));
        }

        return sum;
    }

    private nint At(int index) => (nint)states[index];
}
