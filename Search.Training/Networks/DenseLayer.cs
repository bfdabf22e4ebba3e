namespace Search.Training;

/// <summary>y = x · W + b, with W [inputs, outputs] in panels and b [outputs].</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private readonly Initialization initialization;
    private readonly Parameter weights;
    private readonly Parameter bias;
    private readonly float* transposed;
    private readonly VectorWidth vectors;

    public DenseLayer(string name, int inputs, int outputs, Initialization initialization, Arena arena, VectorWidth vectors)
        : base(inputs, outputs)
    {
        this.initialization = initialization;
        this.vectors = vectors;
        weights = new Parameter($"{name}.weights", Panels.Size(inputs, outputs), decays: true);
        bias = new Parameter($"{name}.bias", Panels.Padded(outputs), decays: false);
        transposed = arena.Take(Panels.Size(outputs, inputs));
    }

    public override IReadOnlyList<Parameter> Parameters => [weights, bias];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool WorksInPlace => false;

    public ref float Weight(int input, int output) => ref weights.Value[Panels.Index(Inputs, input, output)];

    public ref float WeightGradient(int input, int output) => ref weights.Gradient[Panels.Index(Inputs, input, output)];

    public Span<float> Bias => new(bias.Value, Outputs);

    public Span<float> BiasGradient => new(bias.Gradient, Outputs);

    public override void Initialize(ref RandomNumbers random)
    {
        for (int input = 0; input < Inputs; input++)
        {
            for (int output = 0; output < Outputs; output++)
                Weight(input, output) = (float)initialization.Draw(ref random, Inputs, Outputs);
        }
    }

    public override void Forward(Matrix input, Matrix output, in Pass pass)
        => MatrixProduct.Forward(input, weights.Value, bias.Value, output, vectors);

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        MatrixProduct.WeightGradient(input, outputGradient, weights.Gradient, vectors);
        Elementwise.SumRows(outputGradient, bias.Gradient);
        if (inputGradient.IsEmpty) return;
        PanelTranspose.Run(weights.Value, Inputs, Outputs, transposed, vectors);
        MatrixProduct.InputGradient(outputGradient, transposed, inputGradient, vectors);
    }
}
