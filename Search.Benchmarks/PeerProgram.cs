using System.Diagnostics;

namespace Search.Benchmarks;

/// <summary>Another program that measures what a command measures, such as <c>peers/mlp_torch.py</c>.</summary>
/// <param name="command">Its command line; it is to take <c>--csv FILE</c> and write its figures there, under a line with their names.</param>
internal sealed class PeerProgram(string command)
{
    /// <summary>Runs it, and reads the fields of each line that it wrote. Lines that begin with # are remarks.</summary>
    /// <exception cref="InvalidOperationException">The program has failed.</exception>
    public string[][] Measure(params string[] words)
    {
        var file = Path.GetTempFileName();
        MeasureInto(file, words);
        string[][] rows = [.. File.ReadLines(file).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','))];
        File.Delete(file);
        return rows;
    }

    /// <summary>Runs it, with a file of which it may keep what is there.</summary>
    /// <exception cref="InvalidOperationException">The program has failed.</exception>
    public void MeasureInto(string file, params string[] words)
    {
        string[] all = [.. command.Split(' '), "--csv", file, .. words];
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"`{command}` has failed.");
    }
}
