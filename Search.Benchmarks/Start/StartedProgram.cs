using System.Diagnostics;
using System.Text;

namespace Search.Benchmarks;

/// <summary>A program whose start is measured.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Folder">Where it runs.</param>
/// <param name="Command">The program and its arguments; {0} stands for the round.</param>
/// <param name="Until">The line with which the measured part ends; null for the end of the process.</param>
internal sealed record StartedProgram(string Name, string Folder, string[] Command, string? Until = null)
{
    /// <summary>Runs it once.</summary>
    /// <returns>Milliseconds.</returns>
    public double Measure(int round)
    {
        var begin = Stopwatch.GetTimestamp();
        var errors = new StringBuilder();
        using var process = Start(Folder, [.. Command.Select(word => word.Replace("{0}", $"{round}", StringComparison.Ordinal))], errors);
        double? time = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line == Until)
                time ??= Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        process.WaitForExit();
        if (process.ExitCode != 0 || (Until is not null && time is null))
            throw new InvalidOperationException($"`{string.Join(' ', Command)}` has failed: {errors}");
        return time ?? Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It has failed.</exception>
    public static void Run(string folder, params string[] command)
    {
        var errors = new StringBuilder();
        using var process = Start(folder, command, errors);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"`{string.Join(' ', command)}` has failed: {output}{errors}");
    }

    private static Process Start(string folder, string[] command, StringBuilder errors)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        return process;
    }
}
