namespace Search.Training;

/// <summary>y = x · W + b, with W [inputs, outputs] in panels and b [outputs], which may be left out.</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private readonly Initialization initialization;
    private readonly Parameter weights;
    private readonly Parameter? bias;
    private readonly WeightNorm? norm;
    private readonly float* transposed;
    private readonly VectorWidth vectors;

    public DenseLayer(string name, int inputs, int outputs, DenseOptions options, Arena arena, VectorWidth vectors)
        : base(inputs, outputs)
    {
        this.vectors = vectors;
        initialization = options.Initialization;
        weights = Parameter.Panel($"{name}.weights", inputs, outputs);
        bias = options.Bias ? Parameter.Vector($"{name}.bias", outputs, ParameterKind.Free) : null;
        norm = options.WeightNorm ? new WeightNorm(name, weights, arena) : null;
        transposed = arena.Take(Panels.Size(outputs, inputs));
    }

    public override IReadOnlyList<Parameter> Parameters
        => [weights, .. bias is null ? (Parameter[])[] : [bias], .. norm is null ? (Parameter[])[] : [norm.Lengths]];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool OverwritesInput => false;

    public override bool OverwritesGradient => false;

    public Parameter Weights => weights;

    public Parameter? Bias => bias;

    public Parameter? WeightLengths => norm?.Lengths;

    public override void Initialize(ref RandomNumbers random)
    {
        for (int i = 0; i < weights.Count; i++)
            weights.Value[weights.Place(i)] = (float)initialization.Draw(ref random, Inputs, Outputs);
        norm?.Initialize();
    }

    public override void Forward(Matrix input, Matrix output, in Pass pass)
        => MatrixProduct.Forward(input, norm is null ? weights.Value : norm.Compose(), bias is null ? null : bias.Value, output, vectors);

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        MatrixProduct.WeightGradient(input, outputGradient, norm is null ? weights.Gradient : norm.ComposedGradient, vectors);
        norm?.Backward();
        if (bias is not null)
            Elementwise.SumRows(outputGradient, bias.Gradient);
        if (inputGradient.IsEmpty) return;
        PanelTranspose.Run(norm is null ? weights.Value : norm.Composed, Inputs, Outputs, transposed, vectors);
        MatrixProduct.InputGradient(outputGradient, transposed, inputGradient, vectors);
    }
}

internal sealed record DenseOptions(Initialization Initialization, bool Bias = true, bool WeightNorm = false);
