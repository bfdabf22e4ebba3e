namespace HyperSearch.Strategies;

/// <summary>What can be chosen by a name on the command line.</summary>
/// <typeparam name="T">What is chosen.</typeparam>
public sealed class NamedChoices<T>
{
    private readonly (string Name, Func<T> Create)[] _choices;
    private readonly string _suffix;

    /// <param name="suffix">What a name may end with besides, such as "search".</param>
    /// <param name="choices">The names, of small letters with hyphens, and what they stand for.</param>
    internal NamedChoices(string suffix, params (string Name, Func<T> Create)[] choices) => (_suffix, _choices) = (suffix, choices);

    /// <summary>The names, in an order to read them in.</summary>
    public IEnumerable<string> Names => _choices.Select(choice => choice.Name);

    /// <summary>What makes the one of a name, in letters of any case, with hyphens or without; null where there is none.</summary>
    public Func<T>? Find(string name) => Array.Find(_choices, choice => Plain(choice.Name) == Plain(name)).Create;

    private string Plain(string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return plain.Length > _suffix.Length && plain.EndsWith(_suffix, StringComparison.Ordinal) ? plain[..^_suffix.Length] : plain;
    }
}
