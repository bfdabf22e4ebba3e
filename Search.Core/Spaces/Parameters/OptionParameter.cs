using HyperSearch.Core;

namespace HyperSearch;

/// <summary>One of several options. They are recorded as numbers where they are numbers, else as their invariant text.</summary>
public abstract record OptionParameter<T> : Parameter<T>
{
    private readonly OptionList<T> _options;
    private readonly string _kind;

    private protected OptionParameter(string name, string kind, IEnumerable<T> options) : base(name) =>
        (_kind, _options) = (kind, new(name, options));

    public IReadOnlyList<T> Options => _options;

    public sealed override int? Levels => _options.Count;

    public sealed override ParameterDefinition Definition => new(Name, _kind) { Options = _options.Values };

    public sealed override T Decode(double code) => _options[LevelOf(code)];

    public sealed override double Encode(T value) => CodeOf(value is ParameterValue plain ? plain : ParameterValue.From(value));

    public sealed override ParameterValue ValueOf(double code) => _options.Values[LevelOf(code)];

    public sealed override double CodeOf(ParameterValue value) => CodeOfLevel(_options.IndexOf(this, value));

    public sealed override double Snap(double code) => CodeOfLevel(LevelOf(code));

    private protected IEnumerable<T> OptionsOf(ParameterDefinition narrower) => narrower.Options!.Select(value => _options[_options.IndexOf(this, value)]);
}

/// <summary>One of several options without order. Encoded to the option's index.</summary>
public sealed record ChoiceParameter<T> : OptionParameter<T>
{
    /// <exception cref="SpaceException">There is no option, or one stands twice.</exception>
    public ChoiceParameter(string name, IEnumerable<T> options) : base(name, "choice", options) { }

    public override bool IsCategorical => true;

    public override ChoiceParameter<T> WithRange(ParameterDefinition narrower) => new(Name, OptionsOf(narrower));

    public override double CodeOfLevel(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, Options.Count);
        return level;
    }

    public override int LevelOf(double code) => (int)Math.Clamp(Math.Round(Checked(code)), 0, Options.Count - 1);
}

/// <summary>One of several options in order, such as batch sizes 16, 32, 64. Encoded to i/(n−1), each of the same weight.</summary>
public sealed record OrdinalParameter<T> : OptionParameter<T>
{
    /// <exception cref="SpaceException">There is no option, or one stands twice.</exception>
    public OrdinalParameter(string name, IEnumerable<T> options) : base(name, "ordinal", options) { }

    public override OrdinalParameter<T> WithRange(ParameterDefinition narrower) => new(Name, OptionsOf(narrower));

    public override double CodeOfLevel(int level) => LevelEncoding.CodeOf(level, Options.Count);

    public override int LevelOf(double code) => (int)LevelEncoding.LevelOf(Checked(code), Options.Count);
}
