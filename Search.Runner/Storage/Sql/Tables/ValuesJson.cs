using System.Text;
using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>The values of a trial as one parameter of a statement: a list of objects with the columns of <c>trial_values</c>.</summary>
internal static class ValuesJson
{
    public static string Write(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
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
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
