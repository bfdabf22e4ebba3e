using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>A line of the protocol: an object of JSON that says what to do. Whatever it is, reading it takes no more than its line.</summary>
internal sealed class Request : IDisposable
{
    private const int LongestId = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly JsonDocument _document;

    private Request(JsonDocument document) => _document = document;

    /// <summary>What it is to be answered under: a number or a text; null for nothing.</summary>
    public JsonElement? Id { get; private set; }

    /// <summary>The trial that it is about.</summary>
    /// <exception cref="RequestException">It names none.</exception>
    public int Trial => Step("trial");

    /// <exception cref="RequestException">It is no request.</exception>
    public static Request Parse(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document)
                : throw new RequestException("A request is an object of JSON, such as {\"id\":1,\"do\":\"ask\"}.");
        }
        catch (JsonException exception)
        {
            throw new RequestException($"A request is an object of JSON in a line, with each field once and no deeper than 4 levels: {exception.Message}");
        }
    }

    /// <summary>Reads the id, so that what else is wrong can be answered under it.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public void ReadId()
    {
        if (!Root.TryGetProperty("id", out var id) || id.ValueKind == JsonValueKind.Null)
            return;
        if (id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String) || id.GetRawText().Length > LongestId)
            throw new RequestException($"`id` is a number or a text of at most {LongestId} characters.");
        Id = id;
    }

    /// <summary>What to do.</summary>
    public string Do() => Text("do");

    /// <summary>Refuses fields that are not known, which may be mistyped.</summary>
    /// <param name="known">The others than id and do.</param>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (var field in Root.EnumerateObject())
        {
            if (field.Name is not ("id" or "do") && !known.Contains(field.Name))
                throw new RequestException($"`{Do()}` has no field '{field.Name}'. It has: {string.Join(", ", known.ToArray().Prepend("do").Prepend("id"))}.");
        }
    }

    public string Text(string name) => Get(name) is { ValueKind: JsonValueKind.String } text ? TextOf(name, text) : throw Wrong(name, "a text");

    public double Number(string name) => Get(name) is { } number ? NumberOf(name, number) : throw Wrong(name, "a number");

    public int Step(string name) => Get(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var step) ? step : throw Wrong(name, "a whole number");

    public int? OptionalStep(string name) => Get(name) is null ? null : Step(name);

    public bool Flag(string name) => Get(name) is { } flag && (flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : throw Wrong(name, "true or false"));

    /// <summary>Numbers by name; none where the field is not there.</summary>
    public IReadOnlyList<(string Name, double Value)> Numbers(string name)
    {
        if (Get(name) is not { } numbers)
            return [];
        if (numbers.ValueKind != JsonValueKind.Object)
            throw Wrong(name, "an object of numbers by name");
        return [.. numbers.EnumerateObject().Select(number => (number.Name, NumberOf($"{name}.{number.Name}", number.Value)))];
    }

    public void Dispose() => _document.Dispose();

    private JsonElement Root => _document.RootElement;

    private JsonElement? Get(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static double NumberOf(string name, JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value)
        ? value
        : throw new RequestException($"`{name}` is a number, but it is {Kind(number)}.");

    private static string TextOf(string name, JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestException($"`{name}` has characters that are none.");
        }
    }

    private RequestException Wrong(string name, string what) =>
        new(Get(name) is { } value ? $"`{name}` is {what}, but it is {Kind(value)}." : $"`{name}` is missing: {what}.");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => value.GetRawText() is { Length: <= 40 } number ? number : "a number of many digits",
        _ => value.GetRawText(),
    };
}
