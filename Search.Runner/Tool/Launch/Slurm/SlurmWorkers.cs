using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The workers of a study that Slurm knows: those of its queue, and those that its accounting remembers.</summary>
internal static class SlurmWorkers
{
    // How far the accounting is asked back, in its own words.
    private const string Since = "now-7days";

    /// <param name="name">What the study's jobs are called.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="CommandFailedException">Slurm is not installed, or does not answer.</exception>
    public static async Task<IReadOnlyList<ClusterWorker>> ReadAsync(string name, CancellationToken cancel)
    {
        // Array, task, state, host, time, reason.
        var queue = (await RunAsync(["squeue", "--noheader", "--array", "--states=all", $"--name={name}", "--format=%F|%K|%T|%B|%M|%r"], cancel)).OrFail("squeue");
        var workers = Rows(queue, columns: 6).Where(row => int.TryParse(row[1], out _)).ToDictionary(
            row => $"{row[0]}_{row[1]}",
            row => Worker($"{row[0]}_{row[1]}", row[2], row[3] == "n/a" ? null : row[3], row[4] == "0:00" ? null : row[4], exit: null, row[5]),
            StringComparer.Ordinal);
        foreach (var array in workers.Keys.Select(task => task.Split('_')[0]).Distinct(StringComparer.Ordinal).ToList())
        {
            // Those that it has forgotten meanwhile stay as the queue had them.
            var answer = await RunAsync(["scontrol", "show", "job", array], cancel);
            foreach (var task in SlurmTask.Parse(answer.Out))
            {
                if (workers.TryGetValue(task.Name, out var worker))
                    workers[task.Name] = With(worker, task);
            }
        }
        // Many clusters keep no accounts.
        var accounts = await RunAsync(["sacct", "--noheader", "--parsable2", "--allocations", $"--starttime={Since}", $"--name={name}", "--format=JobID,State,NodeList,Elapsed,ExitCode"], cancel);
        foreach (var row in accounts.ExitCode == 0 ? Rows(accounts.Out, columns: 5) : [])
        {
            // "CANCELLED by 1000"
            if (!workers.ContainsKey(row[0]) && row[0].Split('_') is [_, var task] && int.TryParse(task, out _))
                workers.Add(row[0], Worker(row[0], row[1].Split(' ')[0], row[2], row[3], row[4], reason: null));
        }
        return [.. workers.Values.OrderBy(worker => Number(worker.Name, 0)).ThenBy(worker => Number(worker.Name, 1))];
    }

    private static Task<ClusterAnswer> RunAsync(string[] command, CancellationToken cancel) => ClusterProgram.RunAsync(command, input: "", password: null, cancel);

    private static ClusterWorker Worker(string task, string state, string? host, string? time, string? exit, string? reason) => new(task, state.ToLowerInvariant())
    {
        RecordName = SlurmScript.WorkerPrefix + task,
        Host = host,
        Time = time,
        Why = SlurmEnd.Why(state, exit, reason),
    };

    private static ClusterWorker With(ClusterWorker worker, SlurmTask task)
    {
        var state = worker.State.ToUpperInvariant();
        var isBad = SlurmEnd.IsBad(state);
        return worker with
        {
            Host = worker.Host ?? task.Host,
            Restarts = task.Restarts,
            Why = isBad ? SlurmEnd.Why(state, task.Exit, reason: null) ?? worker.Why : worker.Why,
            LastLines = isBad && task.Output is { } file ? FileEnd.Lines(file) : [],
        };
    }

    private static IEnumerable<string[]> Rows(string text, int columns) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', columns)).Where(row => row.Length == columns);

    private static long Number(string task, int part) => long.Parse(task.Split('_')[part]);
}
