using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A trial as the program sees it that asked for it, as JSON.</summary>
internal static class TrialJson
{
    private static readonly ParameterValue True = ParameterValue.Of("true"), False = ParameterValue.Of("false");

    /// <summary>Its number, its seed, and the values of its active parameters.</summary>
    public static void WriteTrial(this Utf8JsonWriter json, SearchSpace space, HeldTrial held)
    {
        json.WriteNumber("trial", held.Trial.Number);
        json.WriteNumber("attempt", held.Trial.Attempt);
        json.WriteNumber("seed", held.Running.Seed);
        json.WriteStartObject("values");
        foreach (var (name, value) in held.Trial.ValuesIn(space))
        {
            json.WritePropertyName(name);
            Write(json, space[space.IndexOf(name)], value);
        }
        json.WriteEndObject();
        if (held.Running.Checkpoint is { } checkpoint)
            json.WriteNumber("checkpoint", checkpoint.Step);
    }

    /// <summary>How a trial ended.</summary>
    public static void WriteResult(this Utf8JsonWriter json, TrialResult? result)
    {
        json.WriteString("state", StateNames.Of(result?.State ?? TrialState.Waiting));
        if (result?.Value is { } value)
            json.WriteNumber("value", value);
    }

    // A flag, which is recorded as a text that is true in most languages, be it "false".
    private static void Write(Utf8JsonWriter json, Parameter parameter, ParameterValue value)
    {
        if (parameter.Definition.Options is { Count: 2 } options && options.Contains(True) && options.Contains(False))
            json.WriteBooleanValue(value == True);
        else
            ParameterValueConverter.Write(json, value);
    }
}
