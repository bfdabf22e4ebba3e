using System.Text.Json;
using System.Text.Json.Nodes;

namespace HyperSearch.Runner;

/// <summary>A parameter's definition in Optuna's words: optuna/distributions.py. One that leaves a single value has low = high there.</summary>
internal static class OptunaDistribution
{
    private const string Float = "FloatDistribution", Int = "IntDistribution", Categorical = "CategoricalDistribution";

    // Python writes a choice that is no option for JSON as NaN or Infinity.
    private const string None = "null", True = "true", False = "false";

    /// <summary>The JSON of a definition. An ordinal is a categorical one there.</summary>
    public static string Write(ParameterDefinition definition) => new JsonObject
    {
        ["name"] = definition.Options is not null ? Categorical : definition.Kind == "int" ? Int : Float,
        ["attributes"] = AttributesOf(definition),
    }.ToJsonString();

    /// <summary>The definition behind JSON.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ParameterDefinition Read(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        var distribution = document.RootElement;
        if (distribution.ValueKind != JsonValueKind.Object || !distribution.TryGetProperty("name", out var kind) || !distribution.TryGetProperty("attributes", out var attributes)
            || attributes.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("It is no distribution.");
        }

        return (kind.ValueKind == JsonValueKind.String ? kind.GetString() : null) switch
        {
            Categorical => new(name, "choice") { Options = [.. Require(attributes, "choices", JsonValueKind.Array).EnumerateArray().Select(ChoiceOf)] },
            Float => Range(new(name, "float"), attributes),
            Int => Range(new(name, "int"), attributes),
            var other => throw new FormatException($"There is no distribution '{other}'."),
        };
    }

    /// <summary>A choice as HyperSearch records such a value: numbers as they are, Python's None, True and False as null, true and false.</summary>
    public static ParameterValue ChoiceOf(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.Number => ParameterValue.Of(choice.GetDouble()),
        JsonValueKind.String => ParameterValue.Of(choice.GetString()!),
        JsonValueKind.True => ParameterValue.Of(True),
        JsonValueKind.False => ParameterValue.Of(False),
        JsonValueKind.Null => ParameterValue.Of(None),
        _ => ParameterValue.Of(choice.GetRawText()),
    };

    /// <summary>The value that Optuna keeps as this number: of a choice, its index.</summary>
    /// <exception cref="FormatException">It is none of the choices, or not finite.</exception>
    public static ParameterValue ValueOf(ParameterDefinition definition, double number) =>
        definition.Options is not { } options ? ParameterValue.Of(FiniteNumber.Require(number))
        : number >= 0 && number < options.Count && number == Math.Floor(number) ? options[(int)number]
        : throw new FormatException($"There is no choice {number}.");

    /// <summary>A value as JSON: a number, a text, or true and false where these are all that a parameter can be.</summary>
    public static JsonNode ToJson(ParameterDefinition definition, ParameterValue value) =>
        value.Number is { } number ? NumberOf(number)
        : IsBoolean(definition) ? JsonValue.Create(value.Text == True)
        : JsonValue.Create(value.Text!);

    private static JsonObject AttributesOf(ParameterDefinition definition)
    {
        if (definition.Options is { } options)
            return new() { ["choices"] = new JsonArray([.. options.Select(option => ToJson(definition, option))]) };
        var isLog = definition.Scale == Scale.Log;
        return definition.Kind == "int"
            ? new() { ["log"] = isLog, ["step"] = (long)(definition.Step ?? 1), ["low"] = (long)definition.Low!.Value, ["high"] = (long)definition.High!.Value }
            : new() { ["step"] = definition.Step, ["low"] = definition.Low, ["high"] = definition.High, ["log"] = isLog };
    }

    private static bool IsBoolean(ParameterDefinition definition) => definition.Options!.All(option => option.Text is True or False);

    // Python tells 16 from 16.0 when it prints them.
    private static JsonValue NumberOf(double number) => number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static ParameterDefinition Range(ParameterDefinition definition, JsonElement attributes) => definition with
    {
        Low = Require(attributes, "low", JsonValueKind.Number).GetDouble(),
        High = Require(attributes, "high", JsonValueKind.Number).GetDouble(),
        Scale = attributes.TryGetProperty("log", out var log) && log.ValueKind == JsonValueKind.True ? Scale.Log : Scale.Linear,
        Step = attributes.TryGetProperty("step", out var step) && step.ValueKind == JsonValueKind.Number ? step.GetDouble() : null,
    };

    private static JsonElement Require(JsonElement attributes, string name, JsonValueKind kind) =>
        attributes.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw new FormatException($"It has no {name}.");
}
