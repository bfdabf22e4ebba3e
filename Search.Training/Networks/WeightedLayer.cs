namespace HyperSearch.Training;

/// <summary>
/// A layer that multiplies by a matrix of weights [rows, outputs], in panels. What it multiplies by is composed of the weights: by weight
/// normalization, then DropConnect, where there are such.
/// </summary>
internal abstract unsafe class WeightedLayer : Layer
{
    private readonly Initialization _initialization;
    private readonly int _fanIn, _fanOut;
    private readonly WeightNorm? _norm;
    private readonly ConnectionMask? _mask;
    private readonly float* _kept;   // the weights that DropConnect has left

    /// <param name="fanIn">Numbers that an output is made of: the rows of the weights.</param>
    /// <param name="fanOut">Outputs that an input goes into. He et al. 2015, section 2.2.</param>
    protected WeightedLayer(string name, int inputs, int outputs, int fanIn, int fanOut, WeightOptions options, Arena arena)
        : base(inputs, outputs)
    {
        _initialization = options.Initialization;
        (_fanIn, _fanOut) = (fanIn, fanOut);
        Weights = Parameter.Panel($"{name}.weights", fanIn, outputs);
        Bias = options.Bias ? Parameter.Vector($"{name}.bias", outputs, ParameterKind.NoDecay) : null;
        _norm = options.WeightNorm ? new WeightNorm(name, Weights, arena) : null;
        _mask = options.Mask;
        _kept = _mask is null ? null : arena.Allocate(Weights.Length);
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

    public ConnectionMask? Mask => _mask;

    /// <summary>Null where there is no bias.</summary>
    protected float* BiasValue => Bias is null ? null : Bias.Value;

    /// <summary>Whether it multiplies by the weights as they are.</summary>
    protected bool IsPlain => _norm is null && _mask is null;

    /// <summary>What a training pass multiplies by, as of the last <see cref="Compose"/>.</summary>
    protected float* Composed => _mask is not null ? _kept : _norm is not null ? _norm.Composed : Weights.Value;

    /// <summary>Where the gradient by what was multiplied by goes.</summary>
    protected float* ComposedGradient => _norm is null ? Weights.Gradient : _norm.ComposedGradient;

    public override void Initialize(ref RandomNumbers random)
    {
        for (var i = 0; i < Weights.Count; i++)
            Weights.Value[Weights.Place(i)] = (float)_initialization.Draw(ref random, _fanIn, _fanOut);
        for (var i = 0; i < Bias?.Count; i++)
            Bias.Value[i] = (float)_initialization.DrawBias(ref random, _fanIn);
        _norm?.Initialize();
    }

    /// <summary>What the forward pass multiplies by.</summary>
    protected float* Compose(in Pass pass)
    {
        var weights = _norm is null ? Weights.Value : _norm.Compose();
        if (_mask is null || !pass.Training)
            return weights;
        _mask.Apply(weights, _kept, Weights.Length, pass.Step);
        return _kept;
    }

    /// <summary>From <see cref="ComposedGradient"/> to that of the weights, and the update where the pass brings one.</summary>
    protected void BackwardComposed(in Pass pass)
    {
        _mask?.Apply(ComposedGradient, ComposedGradient, Weights.Length, pass.Step);
        _norm?.Backward();
        pass.Update?.UpdateWeights(Weights.Offset, Weights.Length, Weights.Gradient);
    }
}
