
namespace HyperSearch.Runner;

/// <summary>The values of a trial as one parameter of a statement: a list of objects with the columns of <c>trial_values</c>.</summary>
internal static class ValuesJson
{
    public static string Write(IEnumerable<KeyValuePair<string, ParameterValue>> values) => JsonText.Of(json =>
    {
        json.WriteStartArray();
        foreach (var (name, value) in values)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            // The shortest that stands for these bits.
            if (value.Number is { } number)
                json.WriteNumber("number", number);
            else
                json.WriteString("text", value.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
