namespace HyperSearch.Training;

/// <summary>Reads a file row by row as numbers: features, then the target where there is one, and what the rows are split by.</summary>
internal sealed class CsvTableReader(CsvSource source, CsvMissing missing, IReadOnlyList<CsvColumn> features, IReadOnlyList<CsvColumn> targets, IReadOnlyList<CsvKey> keys) : IDisposable
{
    public CsvSource Source => source;

    public IReadOnlyList<CsvColumn> Features => features;

    /// <summary>One of texts: the label. Numbers: the targets. None: there is nothing to predict.</summary>
    public IReadOnlyList<CsvColumn> Targets => targets;

    public IReadOnlyList<CsvKey> Keys => keys;

    /// <summary>A label rather than targets.</summary>
    public bool HasLabels => targets is [{ Kind: ColumnKind.Category }];

    public bool Read(Span<float> inputs, Span<float> outcome, Span<double> key)
    {
        if (!source.Read())
            return false;
        for (var i = 0; i < features.Count; i++)
            inputs[i] = features[i].Read(source, missing);
        for (var i = 0; i < targets.Count; i++)
            outcome[i] = targets[i].Read(source, missing);
        for (var i = 0; i < keys.Count; i++)
            key[i] = keys[i].Read(source, missing);
        return true;
    }

    public void Dispose() => source.Dispose();
}
