using System.Text.Json;
using System.Text.Json.Serialization;

namespace HyperSearch.Runner;

/// <summary>A parameter's value as JSON: a number or a string.</summary>
internal sealed class ParameterValueConverter : JsonConverter<ParameterValue>
{
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? ParameterValue.Of(reader.GetDouble()) : ParameterValue.Of(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options) => Write(writer, value);

    /// <inheritdoc cref="Write(Utf8JsonWriter, ParameterValue, JsonSerializerOptions)"/>
    public static void Write(Utf8JsonWriter writer, ParameterValue value)
    {
        if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Text);
    }
}
