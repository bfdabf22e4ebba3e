using HyperSearch.Core;

namespace HyperSearch;

/// <summary>The parameters of a study in a fixed order, and which of them are active at a point.</summary>
public sealed class SearchSpace
{
    private readonly Parameter[] _parameters;
    private readonly Dictionary<string, int> _indices;
    private readonly Action<ISuggest>? _settings;
    private readonly SearchSpace? _whole;
    private readonly Lazy<IReadOnlyList<Point>?> _combinations;

    /// <summary>A space of parameters that are always active.</summary>
    /// <exception cref="SpaceException">Two parameters have the same name.</exception>
    public SearchSpace(params IReadOnlyList<Parameter> parameters) : this(parameters, null, isConditional: false, hasRejections: false) { }

    internal SearchSpace(IReadOnlyList<Parameter> parameters, Action<ISuggest>? settings, bool isConditional, bool hasRejections)
    {
        _parameters = [.. parameters];
        (_settings, IsConditional, HasRejections) = (settings, isConditional, hasRejections);
        _combinations = new(() => Core.Combinations.Of(this));
        _indices = new(_parameters.Length, StringComparer.Ordinal);
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (!_indices.TryAdd(_parameters[i].Name, i))
                throw new SpaceException($"Parameter names must differ, but '{_parameters[i].Name}' stands twice.");
        }
    }

    private SearchSpace(SearchSpace whole, IReadOnlyList<Parameter> narrowed) : this(narrowed, whole._settings, whole.IsConditional, whole.HasRejections) =>
        _whole = whole._whole ?? whole;

    /// <summary>
    /// The space of a settings function: every parameter that some combination of its values reaches, in the order in which
    /// they are first asked for.
    /// </summary>
    /// <exception cref="SpaceException">
    /// A parameter is defined wrongly, or with different ranges; or the function is not pure, or throws. The message has the values that led there.
    /// </exception>
    /// <param name="settings">The settings function.</param>
    /// <param name="forbid">Which of its settings are rejected, see <c>Study.Forbid</c>; null for none but what it rejects itself.</param>
    public static SearchSpace Trace<TSettings>(Func<ISuggest, TSettings> settings, Func<TSettings, bool>? forbid = null) =>
        SpaceTracer.Trace(SettingsCall.With(settings, forbid));

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Whether this is what a space was before it was widened.</summary>
    public bool IsBeforeWidening { get; internal init; }

    /// <summary>What tells which parameters are active, and what is rejected; null where all of them always are, and nothing is.</summary>
    internal Action<ISuggest>? Settings => _settings;

    public int Count => _parameters.Length;

    public Parameter this[int index] => _parameters[index];

    /// <summary>Whether some parameters are inactive at some points.</summary>
    public bool IsConditional { get; }

    /// <summary>
    /// Whether tracing has met combinations that are rejected. Where it has not, some may be all the same, but so few that looking for
    /// them at every turn is not worth while.
    /// </summary>
    public bool HasRejections { get; }

    /// <summary>
    /// All complete points that are allowed, in order, where these are a thousand at most; else null, as where a parameter is
    /// continuous.
    /// </summary>
    public IReadOnlyList<Point>? Combinations => _combinations.Value;

    /// <summary>The place of a parameter in the order, or −1 where there is none of that name.</summary>
    public int IndexOf(string name) => _indices.GetValueOrDefault(name, -1);

    /// <summary>
    /// The point that a trial at these codes really has: each code snapped to that of a value, and NaN where the settings
    /// function does not read the parameter.
    /// </summary>
    /// <param name="codes">
    /// One code per parameter. A NaN at an active parameter counts as the middle of its range. Where the combination is rejected, what
    /// was read before counts.
    /// </param>
    /// <exception cref="ArgumentException">The number of codes is not <see cref="Count"/>.</exception>
    public Point Complete(ReadOnlySpan<double> codes)
    {
        if (codes.Length != Count)
            throw new ArgumentException($"A point of this space has {Count} codes, but {codes.Length} were given.", nameof(codes));
        var snapped = new double[Count];
        for (var i = 0; i < Count; i++)
            snapped[i] = _parameters[i].Snap(double.IsNaN(codes[i]) ? _parameters[i].Middle : codes[i]);
        if (!IsConditional)
            return new Point(snapped);
        if (_whole is not null)
            return Blank(snapped, _whole.Complete(ValuesOf(new Point(snapped))));
        var (_, thrown, read) = Judge(snapped);
        return thrown is null ? read : throw SettingsError.Threw(thrown, [.. ValuesOf(read)], []);
    }

    /// <summary>
    /// Why no trial may be at this point: the settings function's reason, or "the study's Forbid"; null where it may. A setting that
    /// the function throws at otherwise is not rejected: a trial tells what is wrong.
    /// </summary>
    /// <param name="point">A complete point.</param>
    public string? RejectionOf(Point point) =>
        _whole is not null ? _whole.RejectionOf(_whole.Locate(point, this) ?? point)
        : _settings is null ? null
        : Judge(point.Codes).Rejection;

    /// <summary>Whether a trial may be at this point, as far as it is worth asking at every turn: see <see cref="HasRejections"/>.</summary>
    /// <param name="point">A complete point.</param>
    public bool Allows(Point point) => !HasRejections || RejectionOf(point) is null;

    /// <summary>Asks the settings function about these codes: why it rejects them, what else it throws, and what it has read.</summary>
    internal (string? Rejection, Exception? Thrown, Point Read) Judge(ReadOnlySpan<double> codes)
    {
        var reader = new PointReader(this, codes);
        var thrown = SettingsCall.Run(_settings!, reader);
        return (((IRejectable)reader).Rejection, thrown, reader.Read);
    }

    /// <summary>The point of these values; a parameter that is not named has the middle of its range.</summary>
    /// <exception cref="SpaceException">A name is unknown, or a value is outside its parameter's bounds.</exception>
    public Point Complete(IEnumerable<KeyValuePair<string, ParameterValue>> values) => Complete(Codes(values));

    /// <summary>The point of recorded values: NaN where a parameter is not named.</summary>
    /// <exception cref="SpaceException">A name is unknown, or a value is outside its parameter's bounds.</exception>
    public Point PointOf(IEnumerable<KeyValuePair<string, ParameterValue>> values) => new(Codes(values));

    /// <summary>The values of the active parameters at a point, in order.</summary>
    public IEnumerable<KeyValuePair<string, ParameterValue>> ValuesOf(Point point)
    {
        for (var i = 0; i < Count; i++)
        {
            if (point.IsActive(i))
                yield return new(_parameters[i].Name, _parameters[i].ValueOf(point[i]));
        }
    }

    /// <summary>Recorded values where a point gives them with fewer digits, in the order of the space; null where it gives the same.</summary>
    /// <param name="point">A point of this space.</param>
    /// <param name="recorded">The values that it was made of. Where one is missing, the point's holds.</param>
    public IReadOnlyList<KeyValuePair<string, ParameterValue>>? ValuesMoreExactThan(Point point, IEnumerable<KeyValuePair<string, ParameterValue>> recorded)
    {
        var byName = recorded.ToDictionary(StringComparer.Ordinal);
        var given = ValuesOf(point).ToArray();
        return Array.TrueForAll(given, pair => Recorded(pair) == pair.Value) ? null : [.. given.Select(pair => KeyValuePair.Create(pair.Key, Recorded(pair)))];

        ParameterValue Recorded(KeyValuePair<string, ParameterValue> pair) => byName.GetValueOrDefault(pair.Key, pair.Value);
    }

    /// <summary>The same parameters within narrower ranges. Points of one space are places in the other by their values.</summary>
    /// <param name="ranges">One for each parameter, in order, within its declared range.</param>
    public SearchSpace Narrow(IReadOnlyList<ParameterDefinition> ranges) => new(this, [.. ranges.Select(Narrowed)]);

    /// <summary>The point of another space's values, or null where one of them is not in this one.</summary>
    /// <param name="point">A point of <paramref name="other"/>.</param>
    /// <param name="other">A space with the same parameters, in other ranges.</param>
    public Point? Locate(Point point, SearchSpace other)
    {
        var codes = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            codes[i] = double.NaN;
            if (!point.IsActive(i))
                continue;
            var value = other[i].ValueOf(point[i]);
            if (!_parameters[i].Definition.Covers(value))
                return null;
            codes[i] = _parameters[i].CodeOf(value);
        }
        return new Point(codes);
    }

    private static Parameter Narrowed(ParameterDefinition range) => range.Options is null && range.Low == range.High
        ? new OrdinalParameter<ParameterValue>(range.Name, [ParameterValue.Of(range.Low!.Value)])
        // Bounds so close to each other lie on a straight line.
        : range is { Kind: "float", Scale: Scale.Log } && PortableMath.Log(range.High!.Value / range.Low!.Value) < 10 * FloatParameter.LeastLogRange
            ? (range with { Scale = Scale.Linear }).ToParameter()
            : range.ToParameter();

    private static Point Blank(double[] codes, Point active)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (!active.IsActive(i))
                codes[i] = double.NaN;
        }

        return new Point(codes);
    }

    private double[] Codes(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        var codes = new double[Count];
        Array.Fill(codes, double.NaN);
        foreach (var (name, value) in values)
        {
            var index = IndexOf(name);
            if (index < 0)
                throw new SpaceException($"The space has no parameter '{name}'. It has {string.Join(", ", _parameters.Select(p => p.Name))}.");
            codes[index] = _parameters[index].CodeOf(value);
        }
        return codes;
    }
}
