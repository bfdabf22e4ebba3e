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
        json.WriteNumber("trials", insight.Trials);
        json.WriteArray("importance", insight.Importance, one =>
        {
            json.WriteString("parameter", one.Parameter);
            json.WriteNumber("importance", one.Importance);
            json.WriteNumber("low", one.Low);
            json.WriteNumber("high", one.High);
        });
        json.WriteArray("pairs", insight.Pairs, pair =>
        {
            json.WriteString("first", pair.First);
            json.WriteString("second", pair.Second);
            json.WriteNumber("importance", pair.Importance);
        });
        json.WriteArray("tunability", insight.Tunability, gain =>
        {
            json.WriteString("parameter", gain.Parameter);
            json.WriteNumber("gain", gain.Gain);
            json.WriteNumber("low", gain.Low);
            json.WriteNumber("high", gain.High);
        });
        json.WriteArray("ablation", insight.Ablation, step =>
        {
            json.WriteString("parameter", step.Parameter);
            json.WritePropertyName("from");
            WriteValue(json, step.From);
            json.WritePropertyName("to");
            WriteValue(json, step.To);
            json.WriteNumber("value", step.Value);
        });
        WriteNames(json, "sentences", insight.Sentences);
        json.WriteEndObject();
    }
}
