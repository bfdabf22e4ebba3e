namespace Search.Training;

/// <summary>Brings examples into a network's input, with their labels or targets beside it. Allocates only when it is made.</summary>
internal sealed class BatchFeed
{
    private readonly Network network;
    private readonly bool needsTargets;
    private readonly int[] labels;

    public BatchFeed(Network network, Dataset data, Loss loss)
    {
        this.network = network;
        needsTargets = !data.HasLabels || !loss.ReadsLabels;
        labels = new int[network.BatchSize];
        Targets = network.Arena.TakeMatrix(needsTargets ? network.BatchSize : 1, data.Outputs);
    }

    public ReadOnlySpan<int> Labels => labels;

    /// <summary>[rows, outputs]; one-hot where the data have labels and the loss wants targets.</summary>
    public Matrix Targets { get; }

    public void Fill(int row, Dataset data, int index)
    {
        data.Input(index).CopyTo(Input(row));
        FillTarget(row, data, index);
    }

    public void FillAugmented(int row, Dataset data, int index, Augmentation augmentation, ref RandomNumbers random)
    {
        augmentation.Apply(data.Input(index), Input(row), data.ImageSize, ref random);
        FillTarget(row, data, index);
    }

    private unsafe Span<float> Input(int row) => new(network.Input.Row(row), network.Input.Columns);

    private unsafe void FillTarget(int row, Dataset data, int index)
    {
        if (data.HasLabels) labels[row] = data.Label(index);
        if (!needsTargets) return;
        var target = new Span<float>(Targets.Row(row), data.Outputs);
        if (data.HasLabels)
        {
            target.Clear();
            target[labels[row]] = 1;
        }
        else
        {
            data.Targets(index).CopyTo(target);
        }
    }
}
