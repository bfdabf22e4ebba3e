namespace Search.Training;

/// <summary>An optimizer at work on one network: its state, gradient clipping and the penalties on weights.</summary>
internal sealed unsafe class OptimizerRun
{
    private readonly MlpSettings settings;
    private readonly Network network;
    private readonly float*[] states;

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

    public void Update(long step, double learningRate)
    {
        ParameterSet parameters = network.Parameters;
        double scale = settings.ClipNorm is { } limit ? Math.Min(1, limit / Math.Sqrt(SquaredNorm(parameters))) : 1;
        Range(0, parameters.WeightLength, decays: true);
        Range(parameters.WeightLength, parameters.TrainedLength, decays: false);
        GC.KeepAlive(network);

        void Range(int begin, int end, bool decays) => settings.Optimizer.Update(new UpdateRange
        {
            Values = parameters.Values + begin,
            Gradients = parameters.Gradients + begin,
            State0 = states.Length > 0 ? states[0] + begin : null,
            State1 = states.Length > 1 ? states[1] + begin : null,
            Count = end - begin,
            Step = step,
            LearningRate = learningRate,
            GradientScale = scale,
            L1 = decays ? settings.L1 : 0,
            L2 = decays ? settings.L2 : 0,
            DecoupledDecay = decays ? settings.Optimizer.DecoupledDecay : 0,
        });
    }

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
