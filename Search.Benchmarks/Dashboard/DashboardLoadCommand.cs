using System.Globalization;

namespace Search.Benchmarks;

/// <summary>
/// <c>dashboard [--trials N] [--steps N] [--rounds N] [--tool PATH] [--browser PATH] [--csv FILE]</c>: what the dashboard's server takes over
/// a SQLite study of 100,000 trials that goes on meanwhile, and what it takes from a study of four processes: their trials a second alone
/// and beside it, by turns.
/// </summary>
/// <remarks>
/// Who looks is a listener that asks as the page does, or with <c>--browser</c> the page itself in a Chromium. The server is this program's
/// own, or with <c>--tool</c> that of the installed tool.
/// </remarks>
internal static class DashboardLoadCommand
{
    private const int Processes = 4;

    // Milliseconds of work a trial, and how many trials of it.
    private static readonly (int Milliseconds, int Trials)[] Works = [(0, 20_000), (10, 2_000)];

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["serve", .. var rest]:
                return await OpenDashboard.ServeAsync(rest);
            case ["join", var file, var name, var trials, var milliseconds]:
                StudyProcesses.WaitForStart();
                await WorkingStudy.RunAsync(file, name, Number(trials), Number(milliseconds), steps: 0, workers: 1);
                Console.WriteLine("done");
                return 0;
            default:
                var flags = new Flags(args);
                var folder = Directory.CreateTempSubdirectory("hypersearch-dashboard-").FullName;
                var figures = new Figures();
                await MeasureMemoryAsync(Path.Combine(folder, "large.db"), flags, figures);
                await MeasureRatesAsync(Path.Combine(folder, "shared.db"), flags, figures);
                Directory.Delete(folder, recursive: true);
                await figures.SaveAsync(flags);
                return 0;
        }
    }

    private static async Task MeasureMemoryAsync(string file, Flags flags, Figures figures)
    {
        const string name = "large";
        var (trials, steps) = (flags.Number("--trials", 100_000), flags.Number("--steps", 10));
        await WorkingStudy.RunAsync(file, name, trials, 0, steps, workers: 8);
        using var dashboard = await OpenDashboard.StartAsync(file, flags);
        await using (var listener = await dashboard.LookAsync(name, flags))
        {
            figures.Add($"MB at most, once a study of {trials} trials with {steps} measurements each is open", dashboard.MegabytesAtMost);
            await listener.LookAroundAsync(name, trials);
            figures.Add("and after its table, a trial and its insight were asked for", dashboard.MegabytesAtMost);
            var before = dashboard.ProcessorTime;
            var begun = TimeProvider.System.GetTimestamp();
            var processes = await StudyProcesses.StartAsync(Joined(file, name, trials + 2_000, milliseconds: 20));
            await processes.RunAsync();
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            figures.Add("and after 2000 more trials of 4 processes", dashboard.MegabytesAtMost);
            figures.Add("percent of a core that the server took meanwhile", 100 * (dashboard.ProcessorTime - before).TotalSeconds / seconds);
            if (flags.Text("--browser") is null)
                figures.Add("times that the study was asked for meanwhile", listener.Fetches);
        }
    }

    private static async Task MeasureRatesAsync(string file, Flags flags, Figures figures)
    {
        foreach (var (milliseconds, trials) in Works)
        {
            var (alone, beside) = (new List<double>(), new List<double>());
            // The first round fills the caches of files.
            for (var round = 0; round <= flags.Number("--rounds", 5); round++)
            {
                alone.Add(await RateAsync(file, trials, milliseconds, flags: null));
                beside.Add(await RateAsync(file, trials, milliseconds, flags));
            }
            var (without, with) = (Figures.MedianAfterFirst(alone), Figures.MedianAfterFirst(beside));
            figures.Add($"trials a second of {Processes} processes, {milliseconds} ms of work each, alone", without);
            figures.Add("beside an open dashboard", with);
            figures.Add("percent of the rate that are left: median of the rounds", 100 * Figures.MedianAfterFirst(alone.Zip(beside, (one, other) => other / one)));
        }
    }

    private static async Task<double> RateAsync(string file, int trials, int milliseconds, Flags? flags)
    {
        var name = Guid.NewGuid().ToString("N");
        await WorkingStudy.RunAsync(file, name, 1, 0, steps: 0, workers: 1);
        using var dashboard = flags is null ? null : await OpenDashboard.StartAsync(file, flags);
        await using var listener = dashboard is null ? null : await dashboard.LookAsync(name, flags!);
        var processes = await StudyProcesses.StartAsync(Joined(file, name, trials, milliseconds));
        return trials / (await processes.RunAsync()).Time.TotalSeconds;
    }

    private static IEnumerable<string[]> Joined(string file, string name, int trials, int milliseconds) =>
        Enumerable.Repeat((string[])["dashboard", "join", file, name, $"{trials}", $"{milliseconds}"], Processes);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
