using System.Diagnostics;
using System.Globalization;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Benchmarks;

/// <summary>
/// How long a proposal takes at so many trials: the mean over the next trials, each added to the history, so that work
/// done once in a while is counted with its share.
/// </summary>
internal static class ProposalsCommand
{
    private static readonly int[] Trials = [100, 200, 500, 1_000, 10_000];

    // What a strategy may take for the way to a history's length; longer ones are left out of the table.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var parameters = flags.Number("--parameters", 10);
        var rows = new List<string> { "strategy,parameters,trials,milliseconds" };
        Console.WriteLine($"{"strategy",-24}{"parameters",12}{"trials",10}{"ms/proposal",14}");
        foreach (var (name, create) in Strategies.Named(flags.List("--strategies")))
        {
            // Until the code is compiled for good.
            Measure(create(), parameters, 200, 100);
            Measure(create(), parameters, 200, 100);
            foreach (var trials in Trials)
            {
                if (Measure(create(), parameters, trials, Math.Max(20, trials / 10)) is not { } milliseconds)
                    break;
                Console.WriteLine($"{name,-24}{parameters,12}{trials,10}{milliseconds,14:F4}");
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"{name},{parameters},{trials},{milliseconds:R}"));
            }
        }
        if (flags.Text("--csv") is { } file)
            File.WriteAllLines(file, rows);
        return 0;
    }

    // The first half of the history is drawn at random, as if the study had begun that way; the rest is the strategy's own.
    private static double? Measure(IStrategy strategy, int parameters, int trials, int proposals)
    {
        var space = Space(parameters);
        var study = new StudyDefinition("proposals", space, Goal.Minimize("value"), Seed: 1) { PlannedTrials = trials + proposals };
        var log = new HistoryLog(study);
        var way = Stopwatch.StartNew();
        for (var number = 0; number < trials; number++)
        {
            if (way.Elapsed > Patience)
                return null;
            var history = log.Next();
            var random = history.ProposalStream();
            var proposal = number < trials / 2 ? new(RandomSearch.Draw(space, ref random)) : strategy.Propose(history, ref random);
            Add(log, space, proposal!);
        }
        var ticks = 0L;
        for (var i = 0; i < proposals; i++)
        {
            var history = log.Next();
            var random = history.ProposalStream();
            var start = Stopwatch.GetTimestamp();
            var proposal = strategy.Propose(history, ref random);
            ticks += Stopwatch.GetTimestamp() - start;
            if (i + 1 < proposals && way.Elapsed > 2 * Patience)
                return null;
            Add(log, space, proposal!);
        }
        return Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds / proposals;
    }

    private static void Add(HistoryLog log, SearchSpace space, Proposal proposal)
    {
        var trial = proposal.ToTrial(space, log.Count, log.Observed);
        var value = 0.0;
        for (var i = 0; i < trial.Point.Count; i++)
            value += space[i].IsCategorical ? trial.Point[i] : Math.Pow(trial.Point[i] - 0.3, 2) * (1 + i % 3);
        log.Add(trial with { State = TrialState.Complete, Value = value });
    }

    // Half of the parameters are real, the others integers, ordinals and choices in turn.
    private static SearchSpace Space(int parameters) => new([.. Enumerable.Range(0, parameters).Select(Parameter (i) => (i % 6) switch
    {
        1 => new IntParameter($"p{i}", 1, 512, Scale.Log),
        3 => new OrdinalParameter<int>($"p{i}", [8, 16, 32, 64, 128]),
        5 => new ChoiceParameter<string>($"p{i}", ["relu", "tanh", "gelu"]),
        2 => new FloatParameter($"p{i}", 0, 1),
        _ => new FloatParameter($"p{i}", 1e-6, 1e-1, Scale.Log),
    })]);
}
