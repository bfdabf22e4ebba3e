namespace HyperSearch;

/// <summary>What a study looks for: the largest or the smallest value of a named metric.</summary>
public sealed record Goal
{
    private Goal(string metric, bool isMaximize) => (Metric, IsMaximize) = (metric, isMaximize);

    /// <summary>The name of what the objective returns, such as "validation accuracy".</summary>
    public string Metric { get; }

    public bool IsMaximize { get; }

    public static Goal Maximize(string metric) => new(metric, isMaximize: true);

    public static Goal Minimize(string metric) => new(metric, isMaximize: false);

    /// <summary>The value turned so that lower is better, for strategies that minimize.</summary>
    public double Loss(double value) => IsMaximize ? -value : value;

    /// <summary>Whether <paramref name="value"/> is strictly better than <paramref name="other"/>.</summary>
    public bool IsBetter(double value, double other) => Loss(value) < Loss(other);

    public override string ToString() => (IsMaximize ? "maximize " : "minimize ") + Metric;
}
