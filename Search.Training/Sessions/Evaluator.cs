namespace HyperSearch.Training;

/// <summary>Scores a network on a whole data set, in inference.</summary>
internal sealed class Evaluator(Network network, Loss loss, BatchFeed feed)
{
    /// <param name="kept">Where all outputs go; null: nowhere.</param>
    public void Run(Dataset data, ScoreAccumulator scores, CancellationToken cancel, ScoredRows? kept = null)
    {
        scores.Clear();
        for (var first = 0; first < data.Count; first += network.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = Load(data, first);
            var outputs = network.Forward(rows, Pass.Inference);
            // Row by row, so that sums are the same to the last bit however many rows the network takes at once.
            for (var row = 0; row < rows; row++)
            {
                Matrix output = outputs.Part(row, 1), target = feed.Targets.Part(row < feed.Targets.Rows ? row : 0, 1);
                var label = feed.Labels.Slice(row, 1);
                scores.Add(output, label, target, loss.Run(output, label, target, smoothing: 0, default));
            }
            kept?.Add(first, outputs, feed.Labels, feed.Targets);
        }
    }

    /// <summary>Gives each batch normalization the exact mean and variance of its inputs over the data: layer after layer,
    /// as each one's inputs depend on the ones before.</summary>
    public void TakeExactStatistics(Dataset data, CancellationToken cancel)
    {
        for (var i = 0; i < network.Layers.Count; i++)
        {
            if (network.Layers[i] is not BatchNormLayer layer)
                continue;
            var accumulator = new StatisticsAccumulator(layer.Inputs);
            for (var first = 0; first < data.Count; first += network.BatchSize)
            {
                cancel.ThrowIfCancellationRequested();
                accumulator.Add(network.Forward(Load(data, first), Pass.Inference, layers: i));
            }
            layer.SetStatistics(accumulator);
        }
    }

    private int Load(Dataset data, int first)
    {
        var rows = Math.Min(network.BatchSize, data.Count - first);
        for (var row = 0; row < rows; row++)
            feed.Fill(row, data, first + row);
        return rows;
    }
}
