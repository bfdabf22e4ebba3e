using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// <c>slow-proposals [--postgres ADDRESS] [--proposal SECONDS] [--seconds SECONDS]</c>: how many trials with an empty objective
/// seven processes record in a second, alone and beside an eighth that shares their study and takes five seconds for a proposal.
/// </summary>
/// <remarks>The studies that it makes in a PostgreSQL database stay there.</remarks>
internal static class SlowProposalsCommand
{
    private const int Processes = 7;

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        if (args is ["join", var shared, var name, var proposal, var time])
            return await JoinAsync(shared, name, Seconds(proposal), Seconds(time));
        var flags = new Flags(args);
        var folder = Directory.CreateTempSubdirectory();
        string[] stores = [Path.Combine(folder.FullName, "studies.db"), .. flags.Text("--postgres") is { } address ? (string[])[address] : []];
        foreach (var store in stores)
        {
            var (slow, seconds) = (flags.Text("--proposal", "5"), flags.Text("--seconds", "60"));
            var alone = await RateAsync(store, seconds, null);
            var beside = await RateAsync(store, seconds, slow);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(store == stores[0] ? "sqlite" : "postgres"),-10} {Processes} processes {alone,8:F0} trials/s alone {beside,8:F0} beside one that takes {slow} s for a proposal: {beside / alone:P0}"));
        }
        folder.Delete(recursive: true);
        return 0;
    }

    // Trials a second of the quick processes.
    private static async Task<double> RateAsync(string store, string seconds, string? slow)
    {
        var name = Guid.NewGuid().ToString("N");
        List<string> proposals = [.. Enumerable.Repeat("0", Processes), .. slow is null ? (string[])[] : [slow]];
        var processes = await StudyProcesses.StartAsync(proposals.Select(proposal => (string[])["slow-proposals", "join", store, name, proposal, seconds]));
        var trials = (await processes.RunAsync()).Answers.Select(answer => int.Parse(answer, CultureInfo.InvariantCulture)).ToArray();
        if (slow is not null)
            Console.WriteLine($"           the slow process has proposed {trials[^1]} trials of {trials.Sum()}");
        return trials.Take(Processes).Sum() / Seconds(seconds).TotalSeconds;
    }

    private static async Task<int> JoinAsync(string store, string name, TimeSpan proposal, TimeSpan time)
    {
        await using var opened = StudyProcesses.Open(store);
        var study = EmptyStudy.Create(name, new Waiting(proposal), new Budget(Time: time));
        var space = study.TraceSpace();
        var record = await opened.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        StudyProcesses.WaitForStart();
        var outcome = await new StudyRunner(study, space, record, new RunOptions { Workers = 2 }).RunAsync();
        Console.WriteLine(outcome.Finished);
        return outcome.End == RunEnd.OutOfTime ? 0 : 1;
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private sealed class Waiting(TimeSpan time) : IStrategy
    {
        private readonly RandomSearch _random = new();

        public Proposal? Propose(History history, ref RandomStream random)
        {
            if (time > TimeSpan.Zero)
                Task.Delay(time).Wait();
            return _random.Propose(history, ref random);
        }
    }
}
