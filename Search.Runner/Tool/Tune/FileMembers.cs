using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The members of a mapping in a study file, each taken once by its key; what is left over is an error.</summary>
internal sealed class FileMembers
{
    private readonly Dictionary<string, FileNode> _values = new(StringComparer.Ordinal);
    private readonly FileNode _mapping;

    /// <param name="mapping">The mapping.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <exception cref="FileFormatException">It is no mapping, or has a key that is unknown or stands twice.</exception>
    public FileMembers(FileNode mapping, string what, IReadOnlyCollection<string> known)
    {
        _mapping = mapping;
        foreach (var (key, value) in Of(mapping, what))
        {
            if (!known.Contains(key))
                throw new FileFormatException(LineOf(mapping, key), $"{what} has no '{key}'.{EditDistance.Suggestion(key, known)} There are {string.Join(", ", known)}.");
            _values.Add(key, value);
        }
    }

    /// <summary>The members of a mapping whose keys may be any.</summary>
    /// <exception cref="FileFormatException">It is no mapping, or a key stands twice.</exception>
    public static IReadOnlyList<(string Key, FileNode Value)> Of(FileNode mapping, string what)
    {
        if (mapping.Members is not { } members)
            throw new FileFormatException(mapping.Line, $"{what} is a mapping, KEY: VALUE on each line, but there is {mapping.Kind}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in members)
        {
            if (key.Text is null || !seen.Add(key.Text))
                throw new FileFormatException(key.Line, key.Text is null ? $"A key of {what} is a text, but there is {key.Kind}." : $"'{key.Text}' stands twice.");
        }
        return [.. members.Select(member => (member.Key.Text!, member.Value))];
    }

    public FileNode? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>The line that a key stands in, which must be there.</summary>
    public int LineOf(string key) => LineOf(_mapping, key);

    public string? Text(string key) => Find(key) is { } node ? TextOf(node, key) : null;

    /// <summary>The texts of a list, or the one that stands alone.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) is not { } node ? []
        : node.Items is { } items ? [.. items.Select(item => TextOf(item, key))]
        : [TextOf(node, key)];

    /// <summary>A value that a text is read as.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="read">Reads it; null where it is none.</param>
    /// <param name="rule">What it is to be, such as "a whole number".</param>
    public T? Value<T>(string key, Func<string, T?> read, string rule) where T : struct =>
        Find(key) is { } node ? read(TextOf(node, key)) ?? throw new FileFormatException(node.Line, $"{key} is {rule}, but there is {node.Kind}.") : null;

    private static string TextOf(FileNode node, string key) => node.Text ?? throw new FileFormatException(node.Line, $"{key} is a single value, but there is {node.Kind}.");

    private static int LineOf(FileNode mapping, string key) => mapping.Members!.First(member => member.Key.Text == key).Key.Line;
}
