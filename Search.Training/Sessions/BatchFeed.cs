namespace HyperSearch.Training;

/// <summary>Brings examples into a network's input, with their labels or targets beside it. Allocates only when it is made.</summary>
internal sealed class BatchFeed
{
    private readonly Network _network;
    private readonly bool _needsTargets;
    private readonly int[] _labels;

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
        data.CopyInput(index, Input(row));
        FillTarget(row, data, index);
    }

    public void FillAugmented(int row, Dataset data, int index, Augmentation augmentation, ref RandomNumbers random)
    {
        augmentation.Apply(data.Input(index), Input(row), data.ImageSize, ref random);
        FillTarget(row, data, index);
    }

    private unsafe Span<float> Input(int row) => new(_network.Input.Row(row), _network.Input.Columns);

    private unsafe void FillTarget(int row, Dataset data, int index)
    {
        if (data.HasLabels)
            _labels[row] = data.Label(index);
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
            data.Targets(index).CopyTo(target);
        }
    }
}
