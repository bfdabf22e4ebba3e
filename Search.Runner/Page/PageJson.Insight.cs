using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>What the parameters mean for the score.</summary>
internal static partial class PageJson
{
    /// <summary>A study's insight.</summary>
    public static void WriteInsight(Utf8JsonWriter json, StudyInsight insight)
    {
        json.WriteStartObject();
        json.WriteString("method", insight.Method == ImportanceMethod.Fanova ? "fanova" : "ped-anova");
        json.WriteInsight(insight);
        json.WriteEndObject();
    }
}
