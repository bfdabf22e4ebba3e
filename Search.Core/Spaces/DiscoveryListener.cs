namespace HyperSearch.Core;

/// <summary>Has a settings function called once more with the values of an earlier run, to hear what it asks for under a name.</summary>
internal sealed class DiscoveryListener(ParameterDiscovery discovery, Dictionary<int, int> levels, string name) : ISuggest
{
    private readonly List<KeyValuePair<string, ParameterValue>> _given = [];
    private int _reads;

    /// <summary>What it asked for under that name; null where it did not.</summary>
    public Parameter? Heard { get; private set; }

    /// <summary>The values that it was given before.</summary>
    public IReadOnlyList<KeyValuePair<string, ParameterValue>> Given => _given;

    public T Suggest<T>(Parameter<T> parameter)
    {
        ReadLimit.Count(ref _reads, parameter);
        var code = discovery.CodeOf(parameter, levels);
        if (parameter.Name == name)
            Heard ??= parameter;
        else if (Heard is null)
            _given.Add(new(parameter.Name, parameter.ValueOf(code)));
        return parameter.Decode(code);
    }
}
