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
        var figures = new Figures();
        try
        {
            var file = await WriteAsync(folder, flags.Number("--trials", Trials), figures);
            await MeasureAsync(new Uri(file).AbsoluteUri, flags.Number("--rounds", Rounds), figures);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        await figures.SaveAsync(flags);
        return 0;
    }

    private static async Task<string> WriteAsync(DirectoryInfo folder, int trials, Figures figures)
    {
        await using var store = new SqliteStudyStore(Path.Combine(folder.FullName, "studies.db"));
        var study = EmptyStudy.Create(Name, new RandomSearch(), new Budget(trials));
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new(study.Name, space, study.Goal, study.Seed));
        await new StudyRunner(study, space, record, new RunOptions { Workers = 2 }).RunAsync();
        var begin = TimeProvider.System.GetTimestamp();
        var file = Path.Combine(folder.FullName, "page.html");
        var bytes = PageFile.Write(file, await PageFile.ReadAsync([record]));
        figures.Add($"bytes of the file, {trials} trials", bytes);
        figures.Add("ms to read the record and write the file", TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds);
        return file;
    }

    private static async Task MeasureAsync(string address, int rounds, Figures figures)
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
        figures.Add("ms until the first view is shown", Figures.MedianAfterFirst(times));
        foreach (var view in Views)
            figures.Add($"ms until {view} shows a filter", Figures.MedianAfterFirst(filters[view]));
    }
}
