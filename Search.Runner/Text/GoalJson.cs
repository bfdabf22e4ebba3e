using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Goals and constraints as members of a JSON object.</summary>
internal static class GoalJson
{
    /// <summary>The first goal, and all of them and the constraints where there are several, or any.</summary>
    public static void WriteGoals(this Utf8JsonWriter json, StudyDefinition study)
    {
        json.WriteGoal(study.Goal);
        json.WriteFurtherGoals(study.Goals);
        if (study.Constraints.Count > 0)
            json.WriteArray("constraints", study.Constraints, json.WriteConstraint);
    }

    /// <summary>All goals, where there are several.</summary>
    public static void WriteFurtherGoals(this Utf8JsonWriter json, IReadOnlyList<Goal> goals)
    {
        if (goals.Count > 1)
            json.WriteArray("goals", goals, json.WriteGoal);
    }

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
