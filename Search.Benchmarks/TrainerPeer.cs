using System.Diagnostics;
using System.Globalization;

namespace Search.Benchmarks;

/// <summary>Another program that trains the same nets, such as <c>peers/mlp_torch.py</c>: the best it has done in this run.</summary>
/// <param name="program">Its command line; it is to take <c>--csv FILE</c> and write net, batch, threads, images a second there.</param>
/// <param name="folder">The data; null for its own.</param>
internal sealed class TrainerPeer(string program, string? folder)
{
    public SortedDictionary<(string Net, int Batch), double> Rates { get; } = [];

    /// <exception cref="InvalidOperationException">The program has failed.</exception>
    public void Measure()
    {
        var file = Path.GetTempFileName();
        string[] words = [.. program.Split(' '), "--csv", file, .. folder is null ? [] : (string[])["--data", folder]];
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"`{program}` has failed.");
        foreach (var fields in File.ReadLines(file).Skip(1).Select(line => line.Split(',')))
        {
            var (net, rate) = ((fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture)), double.Parse(fields[3], CultureInfo.InvariantCulture));
            Rates[net] = Math.Max(rate, Rates.GetValueOrDefault(net));
        }
        File.Delete(file);
    }
}
