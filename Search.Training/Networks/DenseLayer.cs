namespace HyperSearch.Training;

/// <summary>y = x · W + b, with W [inputs, outputs] in panels and b [outputs], which may be left out.</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private readonly Initialization _initialization;
    private readonly WeightNorm? _norm;
    private readonly float* _transposed;
    private readonly float* _panelGradient;
    private readonly VectorWidth _vectors;

    public DenseLayer(string name, int inputs, int outputs, DenseOptions options, Arena arena, VectorWidth vectors)
        : base(inputs, outputs)
    {
        _vectors = vectors;
        _initialization = options.Initialization;
        Weights = Parameter.Panel($"{name}.weights", inputs, outputs);
        Bias = options.Bias ? Parameter.Vector($"{name}.bias", outputs, ParameterKind.NoDecay) : null;
        _norm = options.WeightNorm ? new WeightNorm(name, Weights, arena) : null;
        _transposed = arena.Allocate(Panels.Size(outputs, inputs));
        _panelGradient = arena.Allocate(inputs * Panels.Width);
    }

    public override IReadOnlyList<Parameter> Parameters =>
        [Weights, .. Bias is null ? (Parameter[])[] : [Bias], .. _norm is null ? (Parameter[])[] : [_norm.Lengths]];

    public override bool ReadsInput => true;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => false;

    public override bool InPlaceBackward => false;

    public Parameter Weights { get; }

    public Parameter? Bias { get; }

    public Parameter? WeightLengths => _norm?.Lengths;

    public override void Initialize(ref RandomNumbers random)
    {
        for (var i = 0; i < Weights.Count; i++)
            Weights.Value[Weights.Place(i)] = (float)_initialization.Draw(ref random, Inputs, Outputs);
        _norm?.Initialize();
    }

    public override void Forward(Matrix input, Matrix output, in Pass pass) =>
        MatrixProduct.Forward(input, _norm is null ? Weights.Value : _norm.Compose(), Bias is null ? null : Bias.Value, output, _vectors);

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        if (Bias is not null)
            Elementwise.SumRows(outputGradient, Bias.Gradient);
        if (!inputGradient.IsEmpty)
        {
            PanelTranspose.Run(_norm is null ? Weights.Value : _norm.Composed, Inputs, Outputs, _transposed, _vectors);
            MatrixProduct.InputGradient(outputGradient, _transposed, inputGradient, _vectors);
        }
        if (_norm is not null)
        {
            MatrixProduct.WeightGradient(input, outputGradient, _norm.ComposedGradient, _vectors);
            _norm.Backward();
        }
        else if (pass.Update is not null)
        {
            BackwardAndUpdate(input, outputGradient, pass.Update);
        }
        else
        {
            MatrixProduct.WeightGradient(input, outputGradient, Weights.Gradient, _vectors);
        }
    }

    /// <summary>Panel by panel, so that a panel's gradient is used while it is still in the cache, and never written to memory.</summary>
    private void BackwardAndUpdate(Matrix input, Matrix outputGradient, IWeightUpdate update)
    {
        var length = Inputs * Panels.Width;
        for (var panel = 0; panel < Panels.Count(Outputs); panel++)
        {
            // The product leaves the columns past the padding alone, and those of the panel before must not stay there.
            if (outputGradient.Padded < (panel + 1) * Panels.Width)
                new Span<float>(_panelGradient, length).Clear();
            MatrixProduct.WeightGradientPanel(input, outputGradient, panel * Panels.Width, _panelGradient, _vectors);
            update.UpdateWeights(Weights.Offset + panel * length, length, _panelGradient);
        }
    }
}

internal sealed record DenseOptions(Initialization Initialization, bool Bias = true, bool WeightNorm = false);
