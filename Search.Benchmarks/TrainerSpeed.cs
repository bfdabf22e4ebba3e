using System.Diagnostics;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>Shares of a training step's time.</summary>
internal sealed record PhaseShares(double Product, double Normalization, double Optimizer, double Rest);

/// <summary>Times whole training steps on shuffled data.</summary>
internal static class TrainerSpeed
{
    private const int Images = 20_000, Runs = 3;

    /// <summary>The median of three runs over some 20,000 images, after one to warm up.</summary>
    public static double ImagesPerSecond(MlpSettings settings, Dataset data)
    {
        var steps = new StepLoop(settings, data);
        steps.Run(Images / 10);
        return Enumerable.Range(0, Runs).Select(_ => steps.Run(Images)).Order().ElementAt(Runs / 2);
    }

    /// <summary>The same steps, layer by layer with a clock in between; the optimizer's part, which is otherwise done on the way back, at the end.</summary>
    public static unsafe PhaseShares Phases(MlpSettings settings, Dataset data)
    {
        var steps = new StepLoop(settings, data);
        steps.Run(Images / 10);
        return steps.Profile(Images / 2);
    }

    /// <summary>Images a second of one training, and of two on two threads together.</summary>
    public static (double Alone, double Together) SideBySide(MlpSettings settings, Dataset data)
    {
        StepLoop[] loops = [new(settings, data), new(settings with { Seed = 1 }, data)];
        foreach (var loop in loops) loop.Run(Images / 10);
        double[] alone = new double[Runs], together = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            alone[run] = loops[0].Run(Images);
            using var start = new Barrier(loops.Length);
            together[run] = loops.AsParallel().WithDegreeOfParallelism(loops.Length).Sum(loop =>
            {
                start.SignalAndWait();
                return loop.Run(Images);
            });
        }

        return (alone.Order().ElementAt(Runs / 2), together.Order().ElementAt(Runs / 2));
    }

    /// <summary>The FMA peak of one core, and of two at once: no training can scale better.</summary>
    public static (double Alone, double Together) Peaks()
    {
        double alone = KernelPeak.Measure(), together = ParallelEnumerable.Range(0, 2).WithDegreeOfParallelism(2).Sum(_ => KernelPeak.Measure());
        return (alone, together);
    }

    private sealed class StepLoop
    {
        private readonly TrainingSession _session;
        private readonly Dataset _data;
        private readonly int[] _order;
        private readonly int _batch;
        private int _next;

        public StepLoop(MlpSettings settings, Dataset data)
        {
            _data = data;
            _session = new TrainingSession(settings, data, data.Take(_batch = settings.BatchSize));
            _order = [.. Enumerable.Range(0, data.Count)];
            new RandomNumbers(0, RandomPurpose.Shuffle).Shuffle(_order);
        }

        public double Run(int images)
        {
            var steps = images / _batch;
            var begin = Stopwatch.GetTimestamp();
            for (var step = 0; step < steps; step++)
                _session.TrainStep(NextBatch(), learningRate: 0.001);
            return steps * _batch / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }

        public unsafe PhaseShares Profile(int images)
        {
            var network = _session.Network;
            var feed = new BatchFeed(network, _data, _session.Settings.Loss);
            long product = 0, normalization = 0, optimizer = 0, begin = Stopwatch.GetTimestamp();
            for (var step = 1; step <= images / _batch; step++)
            {
                var pass = new Pass(Training: true, step);
                var rows = NextBatch();
                for (var row = 0; row < _batch; row++)
                    feed.Fill(row, _data, rows[row]);
                for (var layer = 0; layer < network.Layers.Count; layer++)
                    Timed(layer, () => network.ForwardLayer(layer, _batch, pass));
                _session.Settings.Loss.Run(network.Output, feed.Labels, feed.Targets, 0, network.OutputGradient);
                for (var layer = network.Layers.Count - 1; layer >= 0; layer--)
                    Timed(layer, () => network.BackwardLayer(layer, _batch, pass));
                var from = Stopwatch.GetTimestamp();
                _session.Optimizer.Begin(step, 0.001);
                _session.Optimizer.End();
                _session.Optimizer.UpdateWeights(0, network.Parameters.WeightLength, network.Parameters.Gradients);
                optimizer += Stopwatch.GetTimestamp() - from;
            }

            double all = Stopwatch.GetTimestamp() - begin;
            return new PhaseShares(product / all, normalization / all, optimizer / all, (all - product - normalization - optimizer) / all);

            void Timed(int layer, Action run)
            {
                var from = Stopwatch.GetTimestamp();
                run();
                var ticks = Stopwatch.GetTimestamp() - from;
                if (network.Layers[layer] is WeightedLayer) product += ticks;
                else if (network.Layers[layer] is BatchNormLayer) normalization += ticks;
            }
        }

        private ReadOnlySpan<int> NextBatch()
        {
            if (_next + _batch > _order.Length) _next = 0;
            _next += _batch;
            return _order.AsSpan(_next - _batch, _batch);
        }
    }
}
