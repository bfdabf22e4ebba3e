using System.Diagnostics;
using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// <c>overhead [--postgres ADDRESS] [--csv FILE]</c>: how many trials with an empty objective and ten parameters a store takes
/// in a second, from one process and from several that share a study; then in a study of 100,000 trials, by its tenths, and how
/// long its best ten take to find. With <c>--promotion true</c> instead along a study of 10,000 trials that are stopped and promoted.
/// </summary>
/// <remarks>The studies that it makes in a PostgreSQL database stay there.</remarks>
internal static class OverheadCommand
{
    private const int Trials = 1000, TrialsOfMany = 4000, TrialsOfLong = 100_000, Workers = 8, Runs = 5;

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        if (args is ["join", var shared, var name, var workers])
            return await JoinAsync(shared, name, int.Parse(workers, CultureInfo.InvariantCulture));
        var flags = new Flags(args);
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "studies.db");
        var rows = new List<string> { "store,processes,trials,trials_per_second" };
        if (flags.Text("--promotion") == "true")
        {
            await AddPromotionAsync("memory", rows, () => new MemoryStudyStore(), folder.FullName);
            await AddPromotionAsync("sqlite", rows, () => new SqliteStudyStore(file), folder.FullName);
            if (flags.Text("--postgres") is { } server)
                await AddPromotionAsync("postgres", rows, () => new PostgresStudyStore(server), folder.FullName);
        }
        else
        {
            await AddStoresAsync(flags, file, rows);
        }
        folder.Delete(recursive: true);
        if (flags.Text("--csv") is { } csv)
            await File.WriteAllLinesAsync(csv, rows);
        return 0;
    }

    private static async Task AddStoresAsync(Flags flags, string file, List<string> rows)
    {
        await AddAsync("memory", rows, () => new MemoryStudyStore(), null);
        await AddAsync("sqlite", rows, () => new SqliteStudyStore(file), file);
        if (flags.Text("--postgres") is { } address)
            await AddAsync("postgres", rows, () => new PostgresStudyStore(address), address);
        await AddLongAsync(file, rows);
    }

    private static async Task AddPromotionAsync(string store, List<string> rows, Func<IStudyStore> open, string folder)
    {
        await using var opened = open();
        var checkpoints = Path.Combine(folder, "checkpoints-" + store);
        // The first run compiles.
        await PromotionOverhead.RunAsync(opened, checkpoints, parts: 1);
        var (rates, promoted) = await PromotionOverhead.RunAsync(opened, checkpoints);
        for (var i = 0; i < rates.Count; i++)
            Add($"{store}, from trial {i * PromotionOverhead.TrialsOfPart}", rows, 1, PromotionOverhead.TrialsOfPart, rates[i]);
        Console.WriteLine($"{store}: {promoted} trials promoted; the last part at {rates[^1] / rates[0]:F2} times the rate of the first");
    }

    private static async Task AddAsync(string store, List<string> rows, Func<IStudyStore> open, string? address)
    {
        var rates = new List<double>();
        // The first run compiles.
        for (var run = 0; run <= Runs; run++)
        {
            await using var opened = open();
            rates.Add(Trials / await RunAsync(opened, NewName(), Workers, Trials, () => { }));
        }
        Add(store, rows, 1, Trials, rates.Skip(1).Order().ElementAt(Runs / 2));
        if (address is null)
            return;
        foreach (var processes in (int[])[2, 4, 8])
            Add(store, rows, processes, TrialsOfMany, TrialsOfMany / await RunTogetherAsync(address, NewName(), processes));
    }

    private static async Task AddLongAsync(string file, List<string> rows)
    {
        const int tenth = TrialsOfLong / 10;
        await using var store = new SqliteStudyStore(file);
        var begun = new long[10];
        await RunAsync(store, "long", Workers, TrialsOfLong, () => { }, number =>
        {
            if (number % tenth == 0)
                begun[number / tenth] = Stopwatch.GetTimestamp();
        });
        for (var i = 0; i < begun.Length; i++)
            Add($"sqlite, from trial {i * tenth}", rows, 1, tenth, tenth / Stopwatch.GetElapsedTime(begun[i], i < 9 ? begun[i + 1] : Stopwatch.GetTimestamp()).TotalSeconds);
        var record = await store.FindAsync("long");
        var begin = Stopwatch.GetTimestamp();
        await record!.CountAsync();
        await record.ReadBestAsync(10);
        Console.WriteLine($"the best 10 of {TrialsOfLong} trials in {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
    }

    private static async Task<double> RunTogetherAsync(string address, string name, int processes)
    {
        var workers = $"{Math.Max(2, Workers / processes)}";
        var started = await StudyProcesses.StartAsync(Enumerable.Repeat((string[])["overhead", "join", address, name, workers], processes));
        return (await started.RunAsync()).Time.TotalSeconds;
    }

    private static async Task<int> JoinAsync(string address, string name, int workers)
    {
        await using var store = StudyProcesses.Open(address);
        // The first run compiles.
        await RunAsync(store, NewName(), workers, Trials, () => { });
        await RunAsync(store, name, workers, TrialsOfMany, StudyProcesses.WaitForStart);
        Console.WriteLine("done");
        return 0;
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> RunAsync(IStudyStore store, string name, int workers, int trials, Action start, Action<int>? run = null)
    {
        var study = EmptyStudy.Create(name, new RandomSearch(), new Budget(trials), run);
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        start();
        var begin = Stopwatch.GetTimestamp();
        await new StudyRunner(study, space, record, new RunOptions { Workers = workers }).RunAsync();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static string NewName() => Guid.NewGuid().ToString("N");

    private static void Add(string store, List<string> rows, int processes, int trials, double rate)
    {
        Console.WriteLine($"{store,-26} {processes} processes {trials,7} trials {rate,8:F0} trials/s");
        rows.Add(string.Create(CultureInfo.InvariantCulture, $"\"{store}\",{processes},{trials},{rate:R}"));
    }
}
