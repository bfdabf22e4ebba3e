using System.Diagnostics;
using System.Globalization;
using Search.Core;
using Search.Runner;
using Search.Strategies;

namespace Search.Benchmarks;

/// <summary><c>overhead [--csv FILE]</c>: how many trials with an empty objective and ten parameters a store takes in a second.</summary>
internal static class OverheadCommand
{
    private const int Trials = 1000, Workers = 8, Runs = 5;

    private static readonly StudyDefinition Study = new("overhead",
        new SearchSpace([.. Enumerable.Range(0, 10).Select(i => new FloatParameter($"x{i}", 1e-6, 1e-2, Scale.Log))]),
        Goal.Maximize("score"), 0);

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var rows = new List<string> { "store,processes,trials,trials_per_second" };
        await Add("memory", _ => new MemoryStudyStore());
        await Add("sqlite", folder => new SqliteStudyStore(Path.Combine(folder, "studies.db")));
        if (args is ["--csv", var file])
            await File.WriteAllLinesAsync(file, rows);
        return 0;

        async Task Add(string store, Func<string, IStudyStore> create)
        {
            // The first run compiles.
            var rates = new List<double>();
            for (var run = 0; run <= Runs; run++)
                rates.Add(await MeasureAsync(create));
            var rate = rates.Skip(1).Order().ElementAt(Runs / 2);
            Console.WriteLine($"{store,-8} 1 process  {Trials} trials {rate,9:F0} trials/s");
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{store},1,{Trials},{rate:R}"));
        }
    }

    private static async Task<double> MeasureAsync(Func<string, IStudyStore> create)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var store = create(folder.FullName);
            var record = await store.OpenAsync(Study);
            var begin = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(() => Work(record),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            return Trials / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Work(IStudyRecord record)
    {
        var next = record.StartAsync(Propose, Trials);
        while (next.GetAwaiter().GetResult() is { } trial)
        {
            var finish = record.FinishAsync(trial, TrialResult.Complete(trial.Number));
            next = record.StartAsync(Propose, Trials);
            finish.GetAwaiter().GetResult();
        }
    }

    private static Proposal? Propose(History history)
    {
        var random = new RandomStream(history.Study.Seed, history.Number, StreamPurpose.Proposal);
        return new RandomSearch().Propose(history, ref random);
    }
}
