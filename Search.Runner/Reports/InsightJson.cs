using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Writes insight as JSON.</summary>
internal static class InsightJson
{
    /// <summary>Importance, tunability and ablation, then of how many trials, the pairs and the sentences.</summary>
    public static void WriteInsight(this Utf8JsonWriter json, StudyInsight insight)
    {
        json.WriteArray("importance", insight.Importance, one =>
        {
            json.WriteString("parameter", one.Parameter);
            json.WriteNumber("importance", one.Importance);
            json.WriteNumber("low", one.Low);
            json.WriteNumber("high", one.High);
        });
        json.WriteArray("tunability", insight.Tunability, one =>
        {
            json.WriteString("parameter", one.Parameter);
            json.WriteNumber("gain", one.Gain);
            json.WriteValue("tuned", one.Tuned);
            json.WriteNumber("low", one.Low);
            json.WriteNumber("high", one.High);
        });
        json.WriteArray("ablation", insight.Ablation, one =>
        {
            json.WriteString("parameter", one.Parameter);
            json.WriteValue("from", one.From);
            json.WriteValue("to", one.To);
            json.WriteNumber("value", one.Value);
        });
        json.WriteNumber("trials", insight.Trials);
        json.WriteArray("pairs", insight.Pairs, one =>
        {
            json.WriteString("first", one.First);
            json.WriteString("second", one.Second);
            json.WriteNumber("importance", one.Importance);
        });
        json.WriteStartArray("sentences");
        foreach (var sentence in insight.Sentences)
            json.WriteStringValue(sentence);
        json.WriteEndArray();
    }

    private static void WriteValue(this Utf8JsonWriter json, string name, ParameterValue? value)
    {
        json.WritePropertyName(name);
        if (value is { } given)
            ParameterValueConverter.Write(json, given);
        else
            json.WriteNullValue();
    }
}
