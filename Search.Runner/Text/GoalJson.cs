using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Goals and constraints as JSON.</summary>
internal static class GoalJson
{
    /// <summary>An object with the direction and the metric.</summary>
    public static void WriteOneGoal(this Utf8JsonWriter json, Goal goal)
    {
        json.WriteStartObject();
        json.WriteString("goal", GoalNames.DirectionOf(goal));
        json.WriteString("metric", goal.Metric);
        json.WriteEndObject();
    }

    /// <summary>An object with the metric and its bound, <c>atMost</c> or <c>atLeast</c>.</summary>
    public static void WriteConstraint(this Utf8JsonWriter json, Constraint constraint)
    {
        json.WriteStartObject();
        json.WriteString("metric", constraint.Metric);
        json.WriteNumber(constraint.IsAtMost ? "atMost" : "atLeast", constraint.Bound);
        json.WriteEndObject();
    }
}
