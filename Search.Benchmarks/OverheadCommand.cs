using System.Diagnostics;
using System.Globalization;
using Search.Core;
using Search.Runner;
using Search.Strategies;

namespace Search.Benchmarks;

/// <summary>
/// <c>overhead [--csv FILE]</c>: how many trials with an empty objective and ten parameters a store takes in a second, from
/// one process and from several that share a study.
/// </summary>
internal static class OverheadCommand
{
    private const int Trials = 1000, TrialsOfMany = 4000, Workers = 8, Runs = 5;

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        if (args is ["join", var shared, var workers])
            return await JoinAsync(shared, int.Parse(workers, CultureInfo.InvariantCulture));
        var rows = new List<string> { "store,processes,trials,trials_per_second" };
        await Add("memory", 1, Trials, _ => MeasureAsync(new MemoryStudyStore()));
        await Add("sqlite", 1, Trials, folder => MeasureAsync(new SqliteStudyStore(Path.Combine(folder, "studies.db"))));
        foreach (var processes in (int[])[2, 4, 8])
            await Add("sqlite", processes, TrialsOfMany, folder => MeasureAsync(Path.Combine(folder, "studies.db"), processes));
        if (args is ["--csv", var file])
            await File.WriteAllLinesAsync(file, rows);
        return 0;

        async Task Add(string store, int processes, int trials, Func<string, Task<double>> measure)
        {
            // The first run compiles.
            var rates = new List<double>();
            for (var run = 0; run <= (processes == 1 ? Runs : 0); run++)
            {
                var folder = Directory.CreateTempSubdirectory();
                rates.Add(trials / await measure(folder.FullName));
                folder.Delete(recursive: true);
            }
            var rate = rates.Skip(processes == 1 ? 1 : 0).Order().ElementAt((rates.Count - 1) / 2);
            Console.WriteLine($"{store,-8} {processes} processes  {trials} trials {rate,8:F0} trials/s");
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{store},{processes},{trials},{rate:R}"));
        }
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> MeasureAsync(IStudyStore created)
    {
        await using var store = created;
        return await RunAsync(store, Workers, Trials, () => { });
    }

    // The processes are started, then let go together.
    private static async Task<double> MeasureAsync(string file, int processes)
    {
        var children = Enumerable.Range(0, processes).Select(_ => Process.Start(
            new ProcessStartInfo("dotnet", [typeof(OverheadCommand).Assembly.Location, "overhead", "join", file, $"{Math.Max(2, Workers / processes)}"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!).ToList();
        foreach (var child in children)
            await child.StandardOutput.ReadLineAsync();
        var begin = Stopwatch.GetTimestamp();
        foreach (var child in children)
            await child.StandardInput.WriteLineAsync();
        foreach (var child in children)
            await child.StandardOutput.ReadLineAsync();
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        foreach (var child in children)
        {
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
                throw new InvalidOperationException("A process has failed.");
            child.Dispose();
        }
        return seconds;
    }

    private static async Task<int> JoinAsync(string file, int workers)
    {
        await using (var warm = new MemoryStudyStore())
            await RunAsync(warm, workers, Trials, () => { });
        await using var store = new SqliteStudyStore(file);
        await RunAsync(store, workers, TrialsOfMany, () =>
        {
            Console.WriteLine("ready");
            Console.ReadLine();
        });
        Console.WriteLine("done");
        return 0;
    }

    private static async Task<double> RunAsync(IStudyStore store, int workers, int trials, Action start)
    {
        var study = new Study<double>("overhead")
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => Enumerable.Range(0, 10).Sum(i => suggest.LogUniform($"x{i}", 1e-6, 1e-2)),
            Objective = (_, _, _) => 0,
            Strategy = new RandomSearch(),
            Budget = new Budget(trials),
        };
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        start();
        var begin = Stopwatch.GetTimestamp();
        await new StudyRunner(study, space, record, new RunOptions { Workers = workers }).RunAsync();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
