namespace HyperSearch.Training;

/// <summary>Takes rows as they come, and keeps them in memory.</summary>
internal sealed class RowCollector(int features, int outcomes, bool asLabels, int keys, long mostBytes)
{
    private readonly List<float> _inputs = [];
    private readonly List<float> _outcomes = [];
    private readonly List<double> _keys = [];

    public int Count { get; private set; }

    public long MostBytes => mostBytes;

    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outcome, ReadOnlySpan<double> key)
    {
        _inputs.AddRange(inputs);
        _outcomes.AddRange(outcome);
        _keys.AddRange(key);
        Count++;
    }

    public IRows Finish() => new MemoryRows(
        features,
        [.. _inputs],
        asLabels ? [.. _outcomes.Select(code => (int)code)] : null,
        outcomes,
        asLabels || outcomes == 0 ? null : [.. _outcomes],
        keys,
        [.. _keys]);
}
