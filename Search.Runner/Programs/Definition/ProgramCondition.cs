namespace HyperSearch.Runner;

/// <summary>When a parameter is active: while another has one of some values.</summary>
/// <param name="Parent">The other parameter.</param>
/// <param name="Values">Values of it, "2+" for that and above, "2-4" for both and what is between.</param>
internal sealed record ProgramCondition(string Parent, IReadOnlyList<string> Values)
{
    /// <summary>As it stands in a definition behind its @.</summary>
    public override string ToString() => string.Join(GrammarText.Separator, Values.Prepend(Parent).Select(GrammarText.Escape));

    /// <exception cref="FormatException">It has no value, or an empty one.</exception>
    public static ProgramCondition Parse(string text)
    {
        string[] parts = [.. text.Split(GrammarText.Separator).Select(GrammarText.Unescape)];
        return parts.Length >= 2
            ? new(parts[0], parts[1..])
            : throw new FormatException($"A condition is @OTHER:VALUE, such as @layers:2+, but it is '@{text}'.");
    }

    /// <summary>The places of the parent's values at which it holds.</summary>
    /// <exception cref="FormatException">The parent has no such value.</exception>
    public IReadOnlyList<(double From, double To)> RangesIn(ProgramParameter parent) => [.. Values.Select(value => RangeOf(value, parent))];

    private (double From, double To) RangeOf(string value, ProgramParameter parent)
    {
        if (parent.PlaceOf(value) is { } place)
            return Reached((place, place), value, parent);
        if (parent.HasOrder && value.EndsWith('+') && parent.PlaceOf(value[..^1]) is { } least)
            return Reached((least, double.PositiveInfinity), value, parent);
        for (var at = 1; parent.HasOrder && at < value.Length - 1; at++)
        {
            if (value[at] == '-' && parent.PlaceOf(value[..at]) is { } from && parent.PlaceOf(value[(at + 1)..]) is { } to)
                return Reached((from, to), value, parent);
        }
        throw NoneOf(value, parent);
    }

    private (double From, double To) Reached((double From, double To) range, string value, ProgramParameter parent) =>
        parent.Reaches(range.From, range.To) ? range : throw NoneOf(value, parent);

    private FormatException NoneOf(string value, ProgramParameter parent) =>
        new($"The condition @{this} is never met: {parent.Name} is {parent.Definition}, of which '{value}' is no value" +
            (parent.HasOrder ? ", and no range such as 2+ or 2-4." : "."));
}
