using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>What a line of a program's output says: numbers with their names, and the step that they are of.</summary>
/// <remarks>
/// A number is said as <c>name=number</c> or <c>name: number</c>, several in a line, or the line is a JSON object. The step is said
/// as <c>step=3</c>, <c>step: 3</c>, <c>Step 3</c>, <c>Step 3/10</c> or <c>Step [3/10]</c>, and with <c>epoch</c> alike; where both
/// are, it is that of <c>step</c>.
/// </remarks>
/// <param name="Numbers">In the order in which they stand in the line.</param>
/// <param name="Step">A whole number, not negative; null where the line says none.</param>
/// <param name="Unread">Text that stands behind the goal's name and is no number; null for none.</param>
internal sealed record OutputLine(IReadOnlyList<SaidNumber> Numbers, int? Step, string? Unread)
{
    private const int MostShown = 40, MostNumbers = 1000;

    private static readonly string[] StepNames = ["step", "epoch"];

    private static readonly OutputLine Silent = new([], null, null);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="goal">The metric of the study's goal, which may have any characters in its name.</param>
    public static OutputLine Read(string line, string goal) =>
        !line.AsSpan().ContainsAny("=:") ? Silent
        : line.AsSpan().TrimStart() is ['{', ..] && FromJson(line) is { } read ? read
        : FromText(line, goal);

    private static OutputLine? FromJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var numbers = document.RootElement.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Number)
                .Select(field => new SaidNumber(field.Name, field.Value.GetDouble())).Take(MostNumbers).ToArray();
            var step = StepNames.Select(name => numbers.Where(number => number.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(number => WholeOrNull(number.Value)).LastOrDefault())
                .FirstOrDefault(number => number is not null);
            return new(numbers, step, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // A line of Python's, such as {'acc': 0.9}, one with NaN, or one that was cut.
            return null;
        }
    }

    private static OutputLine FromText(string line, string goal)
    {
        var numbers = new List<SaidNumber>();
        string? unread = null;
        for (var at = line.AsSpan().IndexOfAny("=:"); at >= 0 && numbers.Count < MostNumbers; at = NextSeparator(line, at))
        {
            if (NameBefore(line.AsSpan(0, at), goal) is not { Length: > 0 } name)
                continue;
            var value = line.AsSpan(at + 1).TrimStart();
            if (NumberText.At(value, out _) is { } number)
                numbers.Add(new(name, number));
            else if (name == goal)
                unread = value[..Math.Min(value.Length, MostShown)].ToString();
        }
        return new(numbers, StepNames.Select(name => StepIn(line, name)).FirstOrDefault(step => step is not null), unread);
    }

    private static int NextSeparator(string line, int at)
    {
        var next = line.AsSpan(at + 1).IndexOfAny("=:");
        return next < 0 ? -1 : at + 1 + next;
    }

    // The goal's name as it is, or else a word of letters, digits and some signs that begins with a letter.
    private static string NameBefore(ReadOnlySpan<char> text, string goal)
    {
        text = text.TrimEnd();
        if (text is [.., '"' or '\''])
            text = text[..^1];
        if (text.EndsWith(goal, StringComparison.Ordinal) && (text.Length == goal.Length || !IsOfName(text[^(goal.Length + 1)]) || !IsOfName(goal[0])))
            return goal;
        var begin = text.Length;
        while (begin > 0 && IsOfName(text[begin - 1]))
            begin--;
        var name = text[begin..].TrimStart("-./@");
        return name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') ? name.ToString() : "";
    }

    private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character is '_' or '-' or '.' or '/' or '@';

    // The last of that name in the line.
    private static int? StepIn(string line, string name)
    {
        int? step = null;
        for (var at = 0; line.IndexOf(name, at, StringComparison.OrdinalIgnoreCase) is >= 0 and var found; at = found + name.Length)
        {
            if (found == 0 || !IsOfName(line[found - 1]))
                step = StepAt(line.AsSpan(found + name.Length)) ?? step;
        }
        return step;
    }

    // What follows the name: a separator, a bracket, the number, and perhaps of how many.
    private static int? StepAt(ReadOnlySpan<char> text)
    {
        if (text is ['"' or '\'', ..])
            text = text[1..];
        var value = text.TrimStart();
        if (value is ['=' or ':', ..])
            value = value[1..].TrimStart();
        else if (value.Length == text.Length && value is not ['[', ..])
            return null;
        if (value is ['[' or '(' or '#', ..])
            value = value[1..].TrimStart();
        var digits = NumberText.Digits(value);
        if (digits == 0)
            return null;
        var rest = value[digits..].TrimStart();
        if (rest is ['/', ..] && NumberText.At(rest[1..].TrimStart(), out _) is not null)
            return WholeOrNull(double.Parse(value[..digits]));
        return rest is [':'] or [':', ' ' or '\t', ..] ? WholeOrNull(double.Parse(value[..digits]))
            : NumberText.At(value, out _) is { } number ? WholeOrNull(number)
            : null;
    }

    private static int? WholeOrNull(double number) => number is >= 0 and <= int.MaxValue && double.IsInteger(number) ? (int)number : null;
}
