using System.Text;
using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>A text with placeholders: a word of a command line, or a template.</summary>
/// <remarks>
/// <c>{lr}</c> is a value, <c>{units2|0}</c> one or what stands for it while it is inactive, <c>{bias?--bias}</c> a text while a flag is on, and
/// <c>{@config.yaml}</c> the file that is written of a template. Other braces are themselves, and so are these with a brace more on either
/// side, which goes.
/// </remarks>
internal sealed partial class PlaceholderText
{
    private readonly List<PlaceholderPart> _parts = [];

    public PlaceholderText(string text)
    {
        var end = 0;
        foreach (var match in Pattern.Matches(text).Cast<Match>())
        {
            var (open, close) = (match.Groups["open"].Length, match.Groups["close"].Length);
            if (open > 1 && close > 1)
            {
                AddPlain(text[end..match.Index] + match.Value[1..^1]);
                end = match.Index + match.Length;
                continue;
            }
            // Braces around a placeholder are those of JSON and the like.
            AddPlain(text[end..(match.Index + open - 1)]);
            var placeholder = text[(match.Index + open - 1)..(match.Index + match.Length - close + 1)];
            _parts.Add(new(placeholder, match.Groups["name"].Value, ValueOrNull(match.Groups["on"]), ValueOrNull(match.Groups["else"])));
            end = match.Index + match.Length - close + 1;
        }
        AddPlain(text[end..]);
    }

    /// <summary>The placeholders in it.</summary>
    public IEnumerable<PlaceholderPart> Placeholders => _parts.Where(part => part.Name is not null);

    /// <summary>The one placeholder of which it consists; null where there is more, or none.</summary>
    public PlaceholderPart? Whole => _parts is [{ Name: not null } part] ? part : null;

    /// <summary>The text with the values of a trial.</summary>
    /// <param name="values">Those that are active, by name.</param>
    /// <param name="pathOf">The path of a written file.</param>
    /// <param name="isWord">Whether it is null where a value in it is inactive, or it has nothing but a flag that is off.</param>
    public string? Fill(IReadOnlyDictionary<string, ProgramValue> values, Func<string, string> pathOf, bool isWord)
    {
        var filled = new StringBuilder();
        var isOff = false;
        foreach (var part in _parts)
        {
            if (part.Name is not { } name)
            {
                filled.Append(part.Text);
            }
            else if (part.File is { } file)
            {
                filled.Append(pathOf(file));
            }
            else if (part.On is { } on)
            {
                var isOn = values.TryGetValue(name, out var flag) && flag.Place > 0;
                filled.Append(isOn ? on : "");
                isOff |= !isOn;
            }
            else if (values.TryGetValue(name, out var value))
            {
                filled.Append(value.Text);
            }
            else if (part.Else is not null || !isWord)
            {
                filled.Append(part.Else);
            }
            else
            {
                return null;
            }
        }
        return isWord && isOff && filled.Length == 0 ? null : filled.ToString();
    }

    private void AddPlain(string text)
    {
        if (text.Length > 0)
            _parts.Add(new(text));
    }

    private static string? ValueOrNull(Group group) => group.Success ? group.Value : null;

    // From the first brace of several on, so that many of them take no longer than few.
    [GeneratedRegex(@"(?<!\{)(?<open>(?>\{+))(?<name>@[^{}/\\]+|[\p{L}_][\p{L}\p{Nd}_.\-]*)(\?(?<on>[^{}]*)|\|(?<else>[^{}]*))?(?<close>\}+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Pattern { get; }
}
