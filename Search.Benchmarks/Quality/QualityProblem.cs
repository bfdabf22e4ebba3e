using HyperSearch;

namespace Search.Benchmarks;

/// <summary>A problem whose optimum is known.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Space">What is searched.</param>
/// <param name="Goal">What is looked for.</param>
/// <param name="Value">The objective at a point; NaN where a trial there fails.</param>
/// <param name="Regret">What the best value found is worth: 0 at the optimum, larger is worse.</param>
/// <param name="IsTable">Whether it counts in the mean over the tables.</param>
internal sealed record QualityProblem(
    string Name, SearchSpace Space, Goal Goal, Func<Point, double> Value, Func<double, double> Regret, bool IsTable)
{
    /// <summary>What the objective would be without noise: the regret of the best value found is that of its trial without it.</summary>
    public Func<Point, double> NoiseFree { get; init; } = Value;

    /// <summary>Of a table: each parameter's name, kind and values, which tables of one family have in common.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of a table: what each run of a point came to, whose mean is its value; none where a trial there fails.</summary>
    public Func<Point, double[]>? RunsOf { get; init; }

    /// <summary>What is looked for besides.</summary>
    public IReadOnlyList<Goal> FurtherGoals { get; init; } = [];

    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>The values of the further goals at a point, and by how much it misses each of the constraints.</summary>
    public Func<Point, (double[] Values, double[] Excesses)> Further { get; init; } = _ => ([], []);

    /// <summary>
    /// With further goals or constraints: what all found is worth, from the losses of each trial that misses no constraint, as
    /// <see cref="ParetoFront.Losses"/> has them; null where <see cref="Regret"/> tells.
    /// </summary>
    public Func<IReadOnlyList<double[]>, double>? RegretOfFound { get; init; }

    /// <summary>What becomes of a trial that runs.</summary>
    public Trial Evaluated(Trial trial)
    {
        var value = Value(trial.Point);
        if (double.IsNaN(value))
            return Failed(trial);
        var (values, excesses) = Further(trial.Point);
        return trial with { State = TrialState.Complete, Value = value, FurtherValues = values, Excesses = excesses };
    }

    /// <summary>A trial that came to nothing.</summary>
    public static Trial Failed(Trial trial) => trial with { State = TrialState.Failed, Error = "no score" };
}
