using System.Diagnostics;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>Processes of this program that share a study: all are started, then let go together.</summary>
/// <remarks>Each says that it is ready (<see cref="WaitForStart"/>), and when it is let go, with one line each.</remarks>
internal sealed class StudyProcesses
{
    private readonly List<Process> _processes;

    private StudyProcesses(List<Process> processes) => _processes = processes;

    /// <summary>Starts a process for each list of arguments, and waits until all are ready.</summary>
    public static async Task<StudyProcesses> StartAsync(IEnumerable<IEnumerable<string>> arguments)
    {
        var processes = arguments.Select(args => Process.Start(
            new ProcessStartInfo("dotnet", [typeof(StudyProcesses).Assembly.Location, .. args])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!).ToList();
        foreach (var process in processes)
            await process.StandardOutput.ReadLineAsync();
        return new(processes);
    }

    /// <summary>Lets all go, and waits for the line with which each ends.</summary>
    /// <returns>How long that took, and the lines.</returns>
    public async Task<(TimeSpan Time, IReadOnlyList<string> Answers)> RunAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        foreach (var process in _processes)
            await process.StandardInput.WriteLineAsync();
        var answers = new List<string>();
        foreach (var process in _processes)
            answers.Add(await process.StandardOutput.ReadLineAsync() ?? "");
        var time = Stopwatch.GetElapsedTime(begin);
        foreach (var process in _processes)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException("A process has failed.");
            process.Dispose();
        }
        return (time, answers);
    }

    /// <summary>In such a process: says that it is ready, and waits until it is let go.</summary>
    public static void WaitForStart()
    {
        Console.WriteLine("ready");
        Console.ReadLine();
    }

    /// <summary>A store by its address or file.</summary>
    public static IStudyStore Open(string store) =>
        store.Contains("://", StringComparison.Ordinal) ? new PostgresStudyStore(store) : new SqliteStudyStore(store);
}
