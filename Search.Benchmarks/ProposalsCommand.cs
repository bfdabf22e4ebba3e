using System.Diagnostics;
using System.Globalization;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Benchmarks;

/// <summary>
/// <c>proposals [--strategies A,B] [--parameters 10] [--goals 1] [--rounds 1] [--peer COMMAND] [--csv FILE]</c>: how long a proposal takes at
/// so many trials: the mean over the next trials, each added to the history, so that work done once in a while is counted with
/// its share; of several rounds the median.
/// </summary>
/// <remarks>
/// With <c>--peer "python3 Search.Benchmarks/peers/proposals_optuna.py"</c> the samplers of Optuna in the same space, in the same
/// run: the peer is measured before the first round and after each.
/// </remarks>
internal static class ProposalsCommand
{
    private static readonly int[] Trials = [100, 200, 500, 1_000, 10_000];

    // What a strategy may take for the way to a history's length; longer ones are left out of the table.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var (parameters, goals) = (flags.Number("--parameters", 10), flags.Number("--goals", 1));
        var strategies = Strategies.Named(flags.List("--strategies"));
        var peer = flags.Text("--peer") is { } command ? new ProposalsPeer(command, parameters) : null;
        peer?.Measure();
        var rounds = new List<Dictionary<(string Strategy, int Trials), double>>();
        for (var round = 0; round < flags.Number("--rounds", 1); round++)
        {
            rounds.Add(MeasureAll(strategies, parameters, goals));
            peer?.Measure();
        }

        var medians = rounds.SelectMany(round => round).GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, Median);
        Console.WriteLine($"{"strategy",-24}{"parameters",12}{"trials",10}{"ms/proposal",14}");
        foreach (var ((name, trials), milliseconds) in medians)
            Console.WriteLine($"{name,-24}{parameters,12}{trials,10}{milliseconds,14:F4}");
        peer?.Print(medians);
        if (flags.Text("--csv") is { } file)
        {
            File.WriteAllLines(file, [
                "strategy,parameters,trials,milliseconds",
                .. medians.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Key.Strategy},{parameters},{row.Key.Trials},{row.Value:R}")),
            ]);
        }
        return 0;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static Dictionary<(string Strategy, int Trials), double> MeasureAll((string Name, Func<IStrategy> Create)[] strategies, int parameters, int goals)
    {
        var times = new Dictionary<(string Strategy, int Trials), double>();
        foreach (var (name, create) in strategies)
        {
            // Until the code is compiled for good.
            Measure(create(), parameters, goals, 200, 100);
            Measure(create(), parameters, goals, 200, 100);
            foreach (var trials in Trials)
            {
                if (Measure(create(), parameters, goals, trials, Math.Max(20, trials / 10)) is not { } milliseconds)
                    break;
                times[(name, trials)] = milliseconds;
            }
        }
        return times;
    }

    // The first half of the history is drawn at random, as if the study had begun that way; the rest is the strategy's own.
    private static double? Measure(IStrategy strategy, int parameters, int goals, int trials, int proposals)
    {
        var space = Space(parameters);
        var study = new StudyDefinition("proposals", space, Goal.Minimize("value"), Seed: 1)
        {
            PlannedTrials = trials + proposals,
            FurtherGoals = [.. Enumerable.Range(1, goals - 1).Select(goal => Goal.Minimize($"value{goal}"))],
        };
        var log = new HistoryLog(study);
        var way = Stopwatch.StartNew();
        for (var number = 0; number < trials; number++)
        {
            if (way.Elapsed > Patience)
                return null;
            var history = log.Next();
            var random = history.ProposalStream();
            var proposal = number < trials / 2 ? new(RandomSearch.Draw(space, ref random)) : strategy.Propose(history, ref random);
            Add(log, study, proposal!);
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
            Add(log, study, proposal!);
        }
        return Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds / proposals;
    }

    private static void Add(HistoryLog log, StudyDefinition study, Proposal proposal)
    {
        var trial = proposal.ToTrial(study.Space, log.Count, log.Observed);
        log.Add(trial with
        {
            State = TrialState.Complete,
            Value = Value(study.Space, trial.Point, 0),
            FurtherValues = [.. study.FurtherGoals.Select((_, goal) => Value(study.Space, trial.Point, goal + 1))],
        });
    }

    // Bowls, each least at another place.
    private static double Value(SearchSpace space, Point point, int goal)
    {
        var value = 0.0;
        for (var i = 0; i < point.Count; i++)
            value += space[i].IsCategorical ? point[i] : Math.Pow(point[i] - 0.3 - 0.2 * goal, 2) * (1 + i % 3);
        return value;
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
