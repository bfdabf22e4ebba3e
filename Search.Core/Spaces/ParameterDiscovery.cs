namespace HyperSearch.Core;

/// <summary>Answers the runs of a settings function that tracing makes, and keeps which parameters it has asked for, and with what values.</summary>
/// <param name="first">Another one, which has decoded most values; null for none.</param>
internal sealed class ParameterDiscovery(ParameterDiscovery? first) : IRejectable
{
    private const int MostParameters = 10_000;

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<int> _levels = [];
    private readonly List<int> _lastRun = [];
    private readonly List<object?[]> _values = [];
    private readonly List<LevelChange?> _foundWith = [];
    private int _run;
    private int _readsOfCall;

    /// <summary>Whether this run has the values of the one before.</summary>
    public bool IsAgain { get; private set; }

    /// <summary>A parameter that an earlier run has found with another range.</summary>
    public Parameter? Other { get; private set; }

    /// <summary>What else this run was refused.</summary>
    public SpaceException? Refusal { get; private set; }

    /// <summary>Why this run's values were rejected; null where they were not.</summary>
    public string? Rejection { get; private set; }

    public List<Parameter> Found { get; } = [];

    /// <summary>The parameters that this run has read, in order.</summary>
    public List<int> Read { get; } = [];

    /// <summary>How many parameters all runs together have read.</summary>
    public int Reads { get; private set; }

    /// <summary>Starts a run with these changes.</summary>
    public void Set(LevelChange? changes)
    {
        Begin(isAgain: false);
        for (var i = 0; i < _levels.Count; i++)
            _levels[i] = 0;
        for (var change = changes; change is not null; change = change.Before)
            _levels[change.Parameter] = change.Level;
    }

    /// <summary>Starts a run with these changes, and random values elsewhere.</summary>
    public void Draw(LevelChange? changes, ref RandomStream random)
    {
        Set(changes);
        for (var i = 0; i < _levels.Count; i++)
        {
            if (_levels[i] == 0)
                _levels[i] = random.NextInt(Probes.Count(Found[i]));
        }
    }

    /// <summary>Starts a run with the values of the one before.</summary>
    public void Again() => Begin(isAgain: true);

    /// <summary>Keeps with what changes the newest parameters were found.</summary>
    public void AddDiscovery(LevelChange? changes)
    {
        while (_foundWith.Count < Found.Count)
            _foundWith.Add(changes);
    }

    /// <summary>A parameter as it was found, and with what levels of the others, where these are not 0.</summary>
    public (Parameter Found, Dictionary<int, int> Levels) DiscoveryOf(string name)
    {
        var index = _indices[name];
        var levels = new Dictionary<int, int>();
        // A parameter that this run itself has found, in a run again.
        for (var change = index < _foundWith.Count ? _foundWith[index] : null; change is not null; change = change.Before)
            levels.TryAdd(change.Parameter, change.Level);
        return (Found[index], levels);
    }

    /// <summary>The values that this run was given, or the first <paramref name="count"/> of them.</summary>
    public IReadOnlyList<KeyValuePair<string, ParameterValue>> Given(int count = int.MaxValue) =>
        [.. Read.Take(count).Select(index => ValueAt(index, _levels[index]))];

    /// <summary>What this run was given otherwise than the run with these levels that found a parameter.</summary>
    public (IReadOnlyList<KeyValuePair<string, ParameterValue>> There, IReadOnlyList<KeyValuePair<string, ParameterValue>> Here) Differing(string name, Dictionary<int, int> levels)
    {
        var others = Read.Where(index => levels.GetValueOrDefault(index) != _levels[index]).ToArray();
        // What was found later was not read there.
        var there = others.Where(index => index < _indices[name]).Select(index => ValueAt(index, levels.GetValueOrDefault(index)));
        return ([.. there], [.. others.Select(index => ValueAt(index, _levels[index]))]);
    }

    /// <summary>The code of a parameter in a run with these levels.</summary>
    public double CodeOf(Parameter parameter, Dictionary<int, int> levels) => Probes.CodeOf(parameter,
        _indices.TryGetValue(parameter.Name, out var index) && levels.TryGetValue(index, out var level) && level < Probes.Count(parameter) ? level : 0);

    /// <summary>What this run changed of the parameters that were known before it.</summary>
    public LevelChange? Changes(int known)
    {
        var changes = default(LevelChange);
        foreach (var index in Read.Where(index => index < known && _levels[index] > 0))
            changes = new(changes, index, _levels[index]);
        return changes;
    }

    /// <summary>Where in this run the first parameter was read that was not known before it.</summary>
    public int FirstRead(int known) => Read.FindIndex(index => index >= known);

    public T Suggest<T>(Parameter<T> parameter)
    {
        ReadLimit.Count(ref _readsOfCall, parameter);
        if (_indices.TryGetValue(parameter.Name, out var index))
        {
            if (!Found[index].IsDefinedAs(parameter))
                throw Refused(index, parameter);
        }
        else
        {
            if (Found.Count == MostParameters)
                throw Refusal = SettingsError.TooManyParameters(MostParameters, parameter);
            if (NameRule.Objection("parameter", parameter.Name) is { } objection)
                throw Refusal = new SpaceException(objection);
            _indices.Add(parameter.Name, index = Found.Count);
            Found.Add(parameter);
            _levels.Add(0);
            _lastRun.Add(0);
            _values.Add(index < first?.Found.Count && first.Found[index].IsDefinedAs(parameter) ? first._values[index] : new object?[Probes.Count(parameter)]);
        }
        if (_lastRun[index] != _run)
        {
            _lastRun[index] = _run;
            Read.Add(index);
            if (!IsAgain)
                Reads++;
        }
        // Decoding a decimal takes longer than all the rest.
        ref var known = ref _values[index][_levels[index]];
        if (known is T value)
            return value;
        value = parameter.Decode(Probes.CodeOf(parameter, _levels[index]));
        known = value;
        return value;
    }

    public void Reject(string reason) => Rejection ??= reason;

    private SpaceException Refused(int index, Parameter parameter)
    {
        var twice = SettingsError.DefinedTwice(Found[index], parameter);
        if (_lastRun[index] == _run)
            Refusal ??= twice;
        else
            Other ??= parameter;
        return twice;
    }

    private void Begin(bool isAgain)
    {
        (IsAgain, _readsOfCall, Rejection) = (isAgain, 0, null);
        _run++;
        Read.Clear();
    }

    private KeyValuePair<string, ParameterValue> ValueAt(int index, int level) => new(Found[index].Name, Found[index].ValueOf(Probes.CodeOf(Found[index], level)));
}
