namespace HyperSearch.Training;

/// <summary>What a network has put out for each example, and what it should have: in memory, whatever the data lie in.</summary>
internal sealed unsafe class ScoredRows(Dataset data)
{
    /// <summary>The most outputs that are kept: of data in a file there may be more than memory takes.</summary>
    public const int Most = 1 << 25;

    private readonly int _outputs = data.Outputs;

    /// <summary>[examples, outputs]</summary>
    public float[] Outputs { get; } = new float[data.Count * data.Outputs];

    /// <summary>[examples]; empty where there are targets.</summary>
    public int[] Labels { get; } = new int[data.HasLabels ? data.Count : 0];

    /// <summary>[examples, outputs]; empty where there are labels.</summary>
    public float[] Targets { get; } = new float[data.HasLabels ? 0 : data.Count * data.Outputs];

    /// <param name="first">The example that the first row is.</param>
    public void Add(int first, Matrix outputs, ReadOnlySpan<int> labels, Matrix targets)
    {
        for (var row = 0; row < outputs.Rows; row++)
        {
            var at = (first + row) * _outputs;
            new Span<float>(outputs.Row(row), _outputs).CopyTo(Outputs.AsSpan(at));
            if (Labels.Length > 0)
                Labels[first + row] = labels[row];
            else
                new Span<float>(targets.Row(row), _outputs).CopyTo(Targets.AsSpan(at));
        }
    }
}
