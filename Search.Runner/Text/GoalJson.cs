using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Goals and constraints as members of a JSON object.</summary>
internal static class GoalJson
{
    /// <summary>The direction and the metric.</summary>
    public static void WriteGoal(this Utf8JsonWriter json, Goal goal)
    {
        json.WriteString("goal", GoalNames.DirectionOf(goal));
        json.WriteString("metric", goal.Metric);
    }

    /// <summary>The metric and its bound, <c>at_most</c> or <c>at_least</c>.</summary>
    public static void WriteConstraint(this Utf8JsonWriter json, Constraint constraint)
    {
        json.WriteString("metric", constraint.Metric);
        json.WriteNumber(constraint.IsAtMost ? "at_most" : "at_least", constraint.Bound);
    }
}
