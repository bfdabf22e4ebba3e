using System.Diagnostics;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// On complete tables, how often the three most important parameters from some trials, random ones and those of AutoSearch, are those of the whole
/// table, by each method and by PED-ANOVA of the trials themselves; and how long insight into 10,000 trials of ten parameters takes.
/// </summary>
internal static class ImportanceCommand
{
    private const string Ped = "ped-anova", Fanova = "fanova", Plain = "trials alone";
    private const int ManyTrials = 10_000, Parameters = 10, Repeats = 20;

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var (seeds, trials) = (flags.Number("--seeds", 20), flags.Number("--trials", 100));
        using var csv = flags.Text("--csv") is { } file ? new StreamWriter(file) : null;
        csv?.WriteLine("problem,trials of,method,studies,same three,same order,same first");
        if (flags.Text("--tables") is { } folder)
            Compare([.. QualityTables.ReadAll(folder)], seeds, trials, csv);
        PrintTimes();
        return 0;
    }

    private static void Compare(QualityProblem[] problems, int seeds, int trials, TextWriter? csv)
    {
        Console.WriteLine($"{"problem",-34} {"trials of",-10} {"method",-14} {"same three",12} {"same order",12} {"same first",12}");
        var sums = new Dictionary<(string, string), ImportanceAgreement>();
        foreach (var problem in problems)
        {
            var whole = TableImportance.Whole(problem);
            var (ped, fanova) = (ImportanceAgreement.Order(TableImportance.PedAnova(problem.Space, whole)), ImportanceAgreement.Order(TableImportance.Fanova(problem.Space, whole)));
            foreach (var (strategy, create) in ((string, Func<IStrategy>)[])[("random", () => new RandomSearch()), ("auto", () => new AutoSearch())])
            {
                var found = new Dictionary<string, ImportanceAgreement> { [Ped] = new(), [Fanova] = new(), [Plain] = new() };
                for (var seed = 0; seed < seeds; seed++)
                {
                    var study = Play(problem, create(), seed, trials);
                    found[Ped].Add(Order(problem, study, ImportanceMethod.PedAnova), ped);
                    found[Fanova].Add(Order(problem, study, ImportanceMethod.Fanova), fanova);
                    found[Plain].Add(ImportanceAgreement.Order(TableImportance.PedAnova(problem.Space, [.. study.Trials.Select(trial => (trial.Point, trial.Value is { } value ? problem.Goal.Loss(value) : double.PositiveInfinity))])), ped);
                }
                foreach (var (method, agreement) in found)
                {
                    Print(problem.Name, strategy, method, agreement, csv);
                    sums.TryAdd((strategy, method), new());
                    sums[(strategy, method)].Add(agreement);
                }
            }
        }
        foreach (var ((strategy, method), sum) in sums)
            Print("all tables", strategy, method, sum, csv);
    }

    private static (SearchProblem Problem, IReadOnlyList<Trial> Trials) Play(QualityProblem problem, IStrategy strategy, int seed, int trials)
    {
        var history = QualitySearch.Of(problem, strategy, seed, trials);
        return (history.Problem, [.. history.Finished]);
    }

    private static int[] Order(QualityProblem problem, (SearchProblem Problem, IReadOnlyList<Trial> Trials) study, ImportanceMethod method) =>
        [.. StudyInsight.Of(study.Problem, study.Trials, new() { Method = method, IsImportanceOnly = true }).Importance.Select(one => problem.Space.IndexOf(one.Parameter))];

    private static void Print(string problem, string strategy, string method, ImportanceAgreement found, TextWriter? csv)
    {
        Console.WriteLine($"{problem,-34} {strategy,-10} {method,-14} {found.Sets + "/" + found.Studies,12} {found.Orders + "/" + found.Studies,12} {found.Firsts + "/" + found.Studies,12}");
        csv?.WriteLine($"{problem},{strategy},{method},{found.Studies},{found.Sets},{found.Orders},{found.Firsts}");
    }

    private static void PrintTimes()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, Parameters).Select(i => new FloatParameter($"x{i}", 0, 1))]);
        var trials = new Trial[ManyTrials];
        for (var number = 0; number < trials.Length; number++)
        {
            var random = new RandomStream(1, number, StreamPurpose.Propose);
            var point = space.Complete(RandomSearch.Draw(space, ref random).Codes);
            trials[number] = new(number, TrialState.Complete, point) { Value = Enumerable.Range(0, Parameters).Sum(i => (point[i] - 0.3) * (point[i] - 0.3) / (1 + i)), FinishOrder = number };
        }
        var problem = new SearchProblem(space, Goal.Minimize("loss"), 1);
        Console.WriteLine();
        Console.WriteLine($"{ManyTrials:N0} trials, {Parameters} parameters: median milliseconds of {Repeats}");
        foreach (var (name, options) in ((string, InsightOptions)[])
        [
            ($"{Ped}, importance alone", new() { IsImportanceOnly = true }),
            ($"{Ped}, all of it", new()),
            ($"{Fanova}, importance alone", new() { Method = ImportanceMethod.Fanova, IsImportanceOnly = true }),
            ($"{Fanova}, all of it", new() { Method = ImportanceMethod.Fanova }),
        ])
        {
            var times = new double[Repeats];
            for (var i = -1; i < Repeats; i++)
            {
                var start = Stopwatch.GetTimestamp();
                StudyInsight.Of(problem, trials, options);
                if (i >= 0)
                    times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            Console.WriteLine($"  {name,-28} {times.Order().ElementAt(Repeats / 2),8:F1}");
        }
    }
}
