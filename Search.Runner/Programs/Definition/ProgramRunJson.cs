using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>How the study of a program is run, as it is on record.</summary>
internal static class ProgramRunJson
{
    public static void Write(Utf8JsonWriter json, ProgramSettings run)
    {
        json.WriteStartObject("run");
        WriteText("strategy", run.Strategy);
        WriteText("pruner", run.Pruner);
        WriteNumber("trials", run.Trials);
        WriteNumber("time", run.Time?.TotalSeconds);
        WriteNumber("totalTime", run.TotalTime?.TotalSeconds);
        WriteNumber("timeout", run.Timeout?.TotalSeconds);
        WriteNumber("retries", run.Retries);
        WriteNumber("mostFailures", run.MostFailures);
        WriteNumber("memory", run.Memory);
        WriteNumber("cpuTime", run.CpuTime?.TotalSeconds);
        if (run.Slots.Count > 0)
            ProgramJson.WriteTexts(json, "slots", run.Slots);
        if (run.Defaults.Count > 0)
            ProgramJson.WriteObject(json, "defaults", run.Defaults, WriteDefault);
        json.WriteEndObject();

        void WriteText(string name, string? value)
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        void WriteNumber(string name, double? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
        }

        void WriteDefault(KeyValuePair<string, ParameterValue> value)
        {
            if (value.Value.Number is { } number)
                json.WriteNumber(value.Key, number);
            else
                json.WriteString(value.Key, value.Value.Text);
        }
    }

    /// <exception cref="InvalidOperationException">A member is of another type; other exceptions say what else is wrong.</exception>
    public static ProgramSettings Read(JsonElement run)
    {
        return new()
        {
            Strategy = Text("strategy"),
            Pruner = Text("pruner"),
            Trials = (int?)Number("trials"),
            Time = Duration("time"),
            TotalTime = Duration("totalTime"),
            Timeout = Duration("timeout"),
            Retries = (int?)Number("retries"),
            MostFailures = (int?)Number("mostFailures"),
            Memory = (long?)Number("memory"),
            CpuTime = Duration("cpuTime"),
            Slots = run.TryGetProperty("slots", out var slots) ? ProgramJson.Texts(slots) : [],
            Defaults = new(ProgramJson.Members(run, "defaults").Select(value => KeyValuePair.Create(value.Name, ValueOf(value.Value)))),
        };

        string? Text(string name) => run.TryGetProperty(name, out var value) ? ProgramJson.TextOf(value) : null;

        double? Number(string name) => run.TryGetProperty(name, out var value)
            ? Math.Clamp(value.GetDouble(), long.MinValue / 2, long.MaxValue / 2)
            : null;

        TimeSpan? Duration(string name) => Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static ParameterValue ValueOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? ParameterValue.Of(value.GetDouble()) : ParameterValue.Of(ProgramJson.TextOf(value));
}
