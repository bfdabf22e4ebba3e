using System.Globalization;

namespace Search.Benchmarks;

/// <summary>The options of a command: <c>--name value</c>, each at most once.</summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Flags(string[] args)
    {
        if (args.Length % 2 != 0)
            throw new ArgumentException($"Options come as `--name value`, but there are {args.Length} words: {string.Join(' ', args)}.");
        for (var i = 0; i < args.Length; i += 2)
            _values.Add(args[i], args[i + 1]);
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The names in a list such as <c>A,B</c>; null where the option is not given.</summary>
    public string[]? List(string name) => Text(name)?.Split(',');
}
