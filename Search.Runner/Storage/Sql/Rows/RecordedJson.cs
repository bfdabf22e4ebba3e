using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Reads what every verb reads of a study, element by element: to prepare a serializer for it took a third of the start.</summary>
internal static class RecordedJson
{
    /// <exception cref="FormatException">A parameter is missing, or a part of one is of another kind.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ParameterDefinition[] ReadParameters(string? json) => ReadArray(json, "A parameter is missing.", parameter => new ParameterDefinition(Text(parameter, "name")!, Text(parameter, "kind")!)
    {
        Low = Number(parameter, "low"),
        High = Number(parameter, "high"),
        Scale = Text(parameter, "scale") is { } scale ? Enum.Parse<Scale>(scale, ignoreCase: true) : default,
        Step = Number(parameter, "step"),
        Options = Find(parameter, "options") is { } options ? ReadOptions(options) : null,
    });

    /// <exception cref="FormatException">A trial has no loss or no values, or one is of another kind.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static EarlierTrial[] ReadEarlierTrials(string? json) => ReadArray(json, "A trial has a loss and values.", trial =>
        Number(trial, "loss") is { } loss && Find(trial, "values") is { ValueKind: JsonValueKind.Object } values
            ? new EarlierTrial(ReadValues(values), FiniteNumber.Require(loss))
            : throw new FormatException("A trial has a loss and values."));

    /// <exception cref="FormatException">There are none, or a value is no text.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Dictionary<string, string> ReadTexts(string? json)
    {
        using var document = Parse(json, JsonValueKind.Object);
        var texts = new Dictionary<string, string>();
        foreach (var property in document.RootElement.EnumerateObject())
            texts[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : throw new FormatException("An option has no value.");
        return texts;
    }

    /// <summary>The goals after the first; none where there is no text.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Goal[] ReadGoals(string? json) => json is null ? [] : ReadArray(json, "A goal is missing.", goal =>
        GoalNames.Parse(Text(goal, "goal") ?? "", Text(goal, "metric") ?? throw new FormatException("A goal has no metric.")));

    /// <summary>The constraints; none where there is no text.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Constraint[] ReadConstraints(string? json) => json is null ? [] : ReadArray(json, "A constraint is missing.", constraint =>
        (Text(constraint, "metric"), Number(constraint, "atMost"), Number(constraint, "atLeast")) switch
        {
            ({ } metric, { } most, null) => Constraint.AtMost(metric, FiniteNumber.Require(most)),
            ({ } metric, null, { } least) => Constraint.AtLeast(metric, FiniteNumber.Require(least)),
            _ => throw new FormatException("A constraint has a metric and one bound."),
        });

    /// <summary>Numbers in order; none where there is no text.</summary>
    /// <exception cref="FormatException">One is no number, or not finite.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static double[] ReadNumbers(string? json)
    {
        if (json is null)
            return [];
        using var document = Parse(json, JsonValueKind.Array);
        var numbers = new double[document.RootElement.GetArrayLength()];
        var count = 0;
        foreach (var element in document.RootElement.EnumerateArray())
            numbers[count++] = element.ValueKind == JsonValueKind.Number ? FiniteNumber.Require(element.GetDouble()) : throw new FormatException($"'{element}' is no number.");
        return numbers;
    }

    private static T[] ReadArray<T>(string? json, string missing, Func<JsonElement, T> read) where T : class
    {
        using var document = Parse(json, JsonValueKind.Array);
        var items = new T[document.RootElement.GetArrayLength()];
        var count = 0;
        foreach (var element in document.RootElement.EnumerateArray())
            items[count++] = element.ValueKind == JsonValueKind.Object ? read(element) : throw new FormatException(missing);
        return items;
    }

    private static ParameterValue[] ReadOptions(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw new FormatException("'options' is no list.");
        var options = new ParameterValue[json.GetArrayLength()];
        var count = 0;
        foreach (var option in json.EnumerateArray())
            options[count++] = ReadValue(option);
        return options;
    }

    private static KeyValuePair<string, ParameterValue>[] ReadValues(JsonElement json)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>();
        foreach (var value in json.EnumerateObject())
            values.Add(new(value.Name, ReadValue(value.Value)));
        return [.. values];
    }

    private static ParameterValue ReadValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => ParameterValue.Of(json.GetDouble()),
        JsonValueKind.String => ParameterValue.Of(json.GetString()!),
        _ => throw new FormatException($"'{json}' is neither a number nor a text."),
    };

    private static string? Text(JsonElement parent, string name) => Find(parent, name) is not { } json ? null
        : json.ValueKind == JsonValueKind.String ? json.GetString()
        : throw new FormatException($"'{name}' is no text.");

    private static double? Number(JsonElement parent, string name) => Find(parent, name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Number ? json.GetDouble()
        : throw new FormatException($"'{name}' is no number.");

    // Null where it is not there, or is null.
    private static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var json) && json.ValueKind != JsonValueKind.Null ? json : null;

    private static JsonDocument Parse(string? json, JsonValueKind kind)
    {
        var document = JsonDocument.Parse(json ?? "null");
        if (document.RootElement.ValueKind == kind)
            return document;
        document.Dispose();
        throw new FormatException("There is nothing where JSON should be.");
    }
}
