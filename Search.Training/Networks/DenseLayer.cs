namespace Search.Training;

/// <summary>y = x · W + b, with W [inputs, outputs] in panels and b [outputs], which may be left out.</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private readonly Initialization initialization;
    private readonly Parameter weights;
    private readonly Parameter? bias;
    private readonly WeightNorm? norm;
    private readonly float* transposed;
    private readonly float* panelGradient;
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
        panelGradient = arena.Take(inputs * Panels.Width);
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
        if (bias is not null)
            Elementwise.SumRows(outputGradient, bias.Gradient);
        if (!inputGradient.IsEmpty)
        {
            PanelTranspose.Run(norm is null ? weights.Value : norm.Composed, Inputs, Outputs, transposed, vectors);
            MatrixProduct.InputGradient(outputGradient, transposed, inputGradient, vectors);
        }

        if (norm is not null)
        {
            MatrixProduct.WeightGradient(input, outputGradient, norm.ComposedGradient, vectors);
            norm.Backward();
        }
        else if (pass.Update is not null)
        {
            BackwardAndUpdate(input, outputGradient, pass.Update);
        }
        else
        {
            MatrixProduct.WeightGradient(input, outputGradient, weights.Gradient, vectors);
        }
    }

    /// <summary>Panel by panel, so that a panel's gradient is used while it is still in the cache, and never written to memory.</summary>
    private void BackwardAndUpdate(Matrix input, Matrix outputGradient, OptimizerRun update)
    {
        int length = Inputs * Panels.Width;
        for (int panel = 0; panel < Panels.Count(Outputs); panel++)
        {
            // The product leaves the columns past the padding alone, and those of the panel before must not stay there.
            if (outputGradient.Padded < (panel + 1) * Panels.Width)
                new Span<float>(panelGradient, length).Clear();
            MatrixProduct.WeightGradientPanel(input, outputGradient, panel * Panels.Width, panelGradient, vectors);
            update.Weights(weights.Offset + (panel * length), length, panelGradient);
        }
    }
}

internal sealed record DenseOptions(Initialization Initialization, bool Bias = true, bool WeightNorm = false);
