using System.Globalization;

namespace Search.Benchmarks;

/// <summary>Another program that trains the same nets, such as <c>peers/mlp_torch.py</c>: the best it has done in this run.</summary>
/// <param name="command">Its command line; it writes net, batch, threads, images a second.</param>
/// <param name="folder">The data; null for its own.</param>
internal sealed class TrainerPeer(string command, string? folder)
{
    private readonly PeerProgram _program = new(command);

    public SortedDictionary<(string Net, int Batch), double> Rates { get; } = [];

    /// <exception cref="InvalidOperationException">The program has failed.</exception>
    public void Measure()
    {
        foreach (var fields in _program.Measure(folder is null ? [] : ["--data", folder]))
        {
            var (net, rate) = ((fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture)), double.Parse(fields[3], CultureInfo.InvariantCulture));
            Rates[net] = Math.Max(rate, Rates.GetValueOrDefault(net));
        }
    }
}
