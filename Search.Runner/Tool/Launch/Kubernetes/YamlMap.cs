namespace HyperSearch.Tool;

/// <summary>Keys with their values, in order: texts, whole numbers, truth values, lists and maps.</summary>
internal sealed class YamlMap : List<KeyValuePair<string, object>>
{
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; null leaves the key out.</param>
    public void Add(string key, object? value)
    {
        if (value is not null)
            Add(KeyValuePair.Create(key, value));
    }
}
