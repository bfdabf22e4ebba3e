using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The numbers of a trial that a study's further goals and its constraints go by. Not safe for use by several threads.</summary>
internal sealed class OutcomeMetrics(StudyDefinition study)
{
    private readonly string[] _goals = [.. study.FurtherGoals.Select(goal => goal.Metric)];
    private readonly HashSet<string> _needed = [.. study.FurtherGoals.Select(goal => goal.Metric).Concat(study.Constraints.Select(constraint => constraint.Metric)).Where(metric => metric != study.Goal.Metric)];
    private readonly Dictionary<string, TrialMetric> _last = new(StringComparer.Ordinal);

    /// <summary>Whether the study goes by none.</summary>
    public bool IsEmpty => _needed.Count == 0;

    /// <summary>Takes note of a number. What was recorded of the whole trial stands above what was recorded at a step.</summary>
    public void Add(TrialMetric metric)
    {
        if (_needed.Contains(metric.Name) && (metric.Step is null || !_last.TryGetValue(metric.Name, out var before) || metric.Step >= before.Step))
            _last[metric.Name] = metric;
    }

    /// <summary>Forgets them, for a trial that begins anew.</summary>
    public void Clear() => _last.Clear();

    /// <summary>The metrics that a trial has not recorded so far, in the order of goals and constraints.</summary>
    public IEnumerable<string> Missing => _goals.Concat(study.Constraints.Select(constraint => constraint.Metric)).Distinct().Where(metric => _needed.Contains(metric) && !_last.ContainsKey(metric));

    /// <summary>The result of a trial with this score; a failure where a number is missing.</summary>
    public TrialResult Complete(double score)
    {
        if (ObjectionToMissing() is { } missing)
            return TrialResult.Failed(missing);
        var result = TrialResult.Complete(score);
        return result with
        {
            FurtherValues = [.. _goals.Select(ValueOf)],
            Excesses = [.. study.Constraints.Select(constraint => Bounded(constraint.Excess(ValueOf(constraint.Metric))))],
        };

        // Adding zero turns −0 into 0, as of the score.
        double ValueOf(string metric) => metric == study.Goal.Metric ? result.Value!.Value : _last[metric].Value + 0.0;
    }

    /// <summary>Which numbers are missing for a result, and how they are recorded; null where none is.</summary>
    public string? ObjectionToMissing()
    {
        var missing = Missing.ToArray();
        if (missing.Length == 0)
            return null;
        var first = NameRule.Shown(missing[0]);
        var what = study.FurtherGoals.Any(goal => goal.Metric == missing[0]) ? "a goal" : "a constraint";
        return $"The trial did not record '{first}', which {what} of the study goes by{(missing.Length > 1 ? $", nor {string.Join(", ", missing.Skip(1).Select(name => $"'{NameRule.Shown(name)}'"))}" : "")}. "
            + $"Record a finite number by this name before the trial ends: trial.Record(\"{first}\", ...) in code, --metric {first}=... with `tell`, \"metrics\" in the protocol, or a line {first}=... of a program.";
    }

    // The difference of two large numbers need not be finite.
    private static double Bounded(double excess) => Math.Clamp(excess, -double.MaxValue, double.MaxValue) + 0.0;
}
