using System.Globalization;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// <c>page [--trials N] [--rounds R] [--csv FILE]</c>: the page of a study of 100,000 trials as a file: its bytes, and in an installed
/// browser the milliseconds until its first view is shown and until each view shows a filter.
/// </summary>
internal static class PageCommand
{
    private const int Trials = 100_000, Rounds = 5;
    private const string Name = "page", Filter = "x0 < 0.0001";
    private static readonly string[] Views = ["trials", "history", "slice", "parallel", "timeline", "distribution"];

    public static int Run(string[] args) => RunAsync(new(args)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Flags flags)
    {
        var folder = Directory.CreateTempSubdirectory();
        var rows = new List<string> { "what,figure" };
        try
        {
            var file = await WriteAsync(folder, flags.Number("--trials", Trials), rows);
            await MeasureAsync(new Uri(file).AbsoluteUri, flags.Number("--rounds", Rounds), rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        if (flags.Text("--csv") is { } csv)
            await File.WriteAllLinesAsync(csv, rows);
        return 0;
    }

    private static async Task<string> WriteAsync(DirectoryInfo folder, int trials, List<string> rows)
    {
        await using var store = new SqliteStudyStore(Path.Combine(folder.FullName, "studies.db"));
        var study = EmptyStudy.Create(Name, new RandomSearch(), new Budget(trials));
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new(study.Name, space, study.Goal, study.Seed));
        await new StudyRunner(study, space, record, new RunOptions { Workers = 2 }).RunAsync();
        var begin = TimeProvider.System.GetTimestamp();
        var file = Path.Combine(folder.FullName, "page.html");
        var bytes = PageFile.Write(file, await PageFile.ReadAsync([record]));
        Add(rows, $"bytes of the file, {trials} trials", bytes);
        Add(rows, "ms to read the record and write the file", TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds);
        return file;
    }

    private static async Task MeasureAsync(string address, int rounds, List<string> rows)
    {
        await using var chromium = await Chromium.StartAsync();
        var times = new List<double>();
        var filters = Views.ToDictionary(view => view, _ => new List<double>());
        // The first round warms the disk's cache.
        for (var round = 0; round <= rounds; round++)
        {
            var (page, painted) = await PageTimes.OpenAsync(chromium, address);
            foreach (var view in Views)
                filters[view].Add(await PageTimes.FilterAsync(page, view, Filter));
            times.Add(painted);
            await page.Context.CloseAsync();
        }
        Add(rows, "ms until the first view is shown", Median(times));
        foreach (var view in Views)
            Add(rows, $"ms until {view} shows a filter", Median(filters[view]));
    }

    private static double Median(List<double> times) => times.Skip(1).Order().ElementAt((times.Count - 1) / 2);

    private static void Add(List<string> rows, string what, double figure)
    {
        Console.WriteLine($"{what,-48} {figure,12:N0}");
        rows.Add(string.Create(CultureInfo.InvariantCulture, $"\"{what}\",{figure:R}"));
    }
}
