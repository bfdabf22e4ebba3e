using System.Text;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Writes maps as YAML 1.2 in block style. A text stays a text, whatever stands in it, and is the same text where it is shown.</summary>
internal sealed class YamlWriter
{
    // What some reader takes for something else than a text.
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    private readonly StringBuilder _text = new();

    /// <summary>A map as a document, which ends with a line break.</summary>
    public static string Document(YamlMap map)
    {
        var writer = new YamlWriter();
        writer.Write(map, indent: 0);
        return writer._text.ToString();
    }

    private void Write(YamlMap map, int indent)
    {
        foreach (var (key, value) in map)
        {
            Indent(indent);
            _text.Append(Text(key)).Append(':');
            WriteValue(value, indent + 2);
        }
    }

    private void WriteValue(object value, int indent)
    {
        switch (value)
        {
            case YamlMap map:
                _text.Append('\n');
                Write(map, indent);
                break;
            case IReadOnlyList<YamlMap> maps:
                _text.Append('\n');
                foreach (var map in maps)
                    WriteItem(map, indent);
                break;
            case IReadOnlyList<string> texts:
                _text.Append('\n');
                foreach (var text in texts)
                {
                    Indent(indent);
                    _text.Append("- ").Append(Text(text)).Append('\n');
                }
                break;
            case IReadOnlyList<int> numbers:
                _text.Append($" [{string.Join(", ", numbers)}]\n");
                break;
            default:
                _text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    // The first key stands behind the dash.
    private void WriteItem(YamlMap map, int indent)
    {
        var start = _text.Length + indent;
        Write(map, indent + 2);
        _text[start] = '-';
    }

    private void Indent(int indent) => _text.Append(' ', indent);

    private static string Scalar(object value) => value switch
    {
        string text => Text(text),
        int number => $"{number}",
        bool flag => flag ? "true" : "false",
        _ => throw new ArgumentException($"A {value.GetType()} is not written.", nameof(value)),
    };

    private static string Text(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '/') && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = rune.ToString();
            if (shown is "\"" or "\\")
                quoted.Append('\\').Append(shown);
            else if (SafeText.Line(shown) == shown)
                quoted.Append(shown);
            else
                quoted.Append($"\\U{rune.Value:x8}");
        }
        return quoted.Append('"').ToString();
    }
}
