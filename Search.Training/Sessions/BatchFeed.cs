namespace HyperSearch.Training;

/// <summary>Brings examples into a network's input, with their labels or targets beside it. Allocates only when it is made, and
/// where it turns to other data that do not lie in memory.</summary>
internal sealed class BatchFeed
{
    private readonly Network _network;
    private readonly bool _needsTargets;
    private readonly int[] _labels;
    private Dataset? _opened;       // what the cursor reads, where that does not lie in memory
    private RowCursor? _cursor;

    public BatchFeed(Network network, Dataset data, Loss loss)
    {
        _network = network;
        _needsTargets = !data.HasLabels || !loss.ReadsLabels;
        _labels = new int[network.BatchSize];
        Targets = network.Arena.AllocateMatrix(_needsTargets ? network.BatchSize : 1, data.Outputs);
    }

    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>[rows, outputs]; one-hot where the data have labels and the loss wants targets.</summary>
    public Matrix Targets { get; }

    public void Fill(int row, Dataset data, int index)
    {
        var cursor = CursorOf(data, index);
        (cursor is null ? data.Input(index) : cursor.Input).CopyTo(Input(row));
        FillTarget(row, data, index, cursor);
    }

    public void FillAugmented(int row, Dataset data, int index, Augmentation augmentation, ref RandomNumbers random)
    {
        var cursor = CursorOf(data, index);
        augmentation.Apply(cursor is null ? data.Input(index) : cursor.Input, Input(row), data.ImageSize, ref random);
        FillTarget(row, data, index, cursor);
    }

    /// <summary>A cursor at the example; null where it is read from memory.</summary>
    private RowCursor? CursorOf(Dataset data, int index)
    {
        if (data.IsArray)
            return null;
        if (!ReferenceEquals(_opened, data))
            (_opened, _cursor) = (data, data.OpenCursor());
        _cursor!.Move(index);
        return _cursor;
    }

    private unsafe Span<float> Input(int row) => new(_network.Input.Row(row), _network.Input.Columns);

    private unsafe void FillTarget(int row, Dataset data, int index, RowCursor? cursor)
    {
        if (data.HasLabels)
            _labels[row] = cursor?.Label ?? data.Label(index);
        if (!_needsTargets)
            return;
        var target = new Span<float>(Targets.Row(row), data.Outputs);
        if (data.HasLabels)
        {
            target.Clear();
            target[_labels[row]] = 1;
        }
        else
        {
            (cursor is null ? data.Targets(index) : cursor.Targets).CopyTo(target);
        }
    }
}
