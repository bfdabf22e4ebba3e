using System.Globalization;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary><c>trainer [--data FOLDER] [--peer PROGRAM] [--csv FILE]</c>: images a second of whole training steps, split by
/// phase; then one training alone against two side by side.</summary>
/// <remarks>
/// With <c>--peer "python3 Search.Benchmarks/peers/mlp_torch.py"</c> the same nets in PyTorch, in the same run: the peer is
/// measured before and after, and the better of the two counts.
/// </remarks>
internal static class TrainerCommand
{
    private static readonly int[] Hidden = [512, 256, 128];

    private static readonly (string Name, int[] Batches, MlpSettings Settings)[] Nets =
    [
        ("relu-sgd", [128, 32], new() { Hidden = Hidden, Optimizer = Optimizer.Momentum(0.01, 0.5) }),
        ("batchnorm-adam", [128, 32], new() { Hidden = Hidden, Normalization = Normalization.Batch(), Optimizer = Optimizer.Adam() }),
        ("batchnorm-dropout-adam", [128, 32], new() { Hidden = Hidden, Normalization = Normalization.Batch(), Dropout = 0.2, Optimizer = Optimizer.Adam() }),
        ("convolutions-adam", [128, 32], new()
        {
            Convolutions = [new(16, Size: 3, Padding: 1, Pool: Pooling.Max(2)), new(32, Size: 3, Padding: 1, Pool: Pooling.Max(2))],
            Hidden = [128],
            Normalization = Normalization.Batch(),
            Optimizer = Optimizer.Adam(),
        }),
        ("narrow-relu-sgd", [100], new() { Hidden = [100, 100, 100, 100, 100, 100], Optimizer = Optimizer.Sgd(0.01) }),
    ];

    public static int Run(string[] args)
    {
        var folder = Option(args, "--data");
        var peer = Option(args, "--peer") is { } program ? new TrainerPeer(program, folder) : null;
        var data = Dataset.Open(folder ?? "digits");
        peer?.Measure();
        KernelsCommand.Print([(128, 784, 512), (128, 512, 256), (128, 256, 128), (128, 128, 10)], lines: null);
        Console.WriteLine();
        Console.WriteLine($"{data.Count} images of {data.Name}, one thread; the step's time by phase");
        Console.WriteLine($"{"net",-24} {"batch",5} {"images/s",9}  {"product",8} {"normal.",8} {"optimizer",9} {"rest",8}");
        var lines = new List<string> { "net,batch,threads,images_per_second" };
        var rates = new Dictionary<(string Net, int Batch), double>();
        foreach (var (name, batches, settings) in Nets)
        {
            foreach (var batch in batches)
            {
                var sized = settings with { BatchSize = batch };
                var rate = rates[(name, batch)] = TrainerSpeed.ImagesPerSecond(sized, data);
                var shares = TrainerSpeed.Phases(sized, data);
                Console.WriteLine($"{name,-24} {batch,5} {rate,9:F0}  {shares.Product,8:P0} {shares.Normalization,8:P0} {shares.Optimizer,9:P0} {shares.Rest,8:P0}");
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name},{batch},1,{rate:R}"));
            }
        }

        Console.WriteLine();
        var (pairName, pairBatches, pair) = Nets[2];
        var (alone, together) = TrainerSpeed.SideBySide(pair with { BatchSize = pairBatches[0] }, data);
        var (peakAlone, peakTogether) = TrainerSpeed.Peaks();
        Console.WriteLine($"FMA peak: {peakAlone:F1} GFLOP/s on one core, {peakTogether:F1} on two together ({peakTogether / peakAlone:F2} times)");
        Console.WriteLine($"{pairName}, batch {pairBatches[0]}: {alone:F0} images/s alone, {together:F0} by two trainings side by side ({together / alone:F2} times)");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{pairName},{pairBatches[0]},2,{together:R}"));
        if (peer is not null)
        {
            peer.Measure();
            Console.WriteLine();
            foreach (var ((net, batch), theirs) in peer.Rates)
                Console.WriteLine($"{net,-24} {batch,5} {rates[(net, batch)],9:F0} images/s, the peer {theirs,9:F0} ({rates[(net, batch)] / theirs:F2} times)");
        }

        if (Option(args, "--csv") is { } file)
            File.WriteAllLines(file, lines);
        return 0;
    }

    private static string? Option(string[] args, string name)
        => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
