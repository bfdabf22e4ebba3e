using System.Text.Json;

namespace HyperSearch.Core;

/// <summary>What differs between two programs on record (<see cref="StudyDefinition.Program"/>): JSON objects, compared by their members.</summary>
public static class ProgramChanges
{
    /// <summary>The member that says how the study is run, on which its results do not depend.</summary>
    public const string Run = "run";

    /// <summary>The member with the ranges of the parameters, which are the study's space and compared as that.</summary>
    public const string Parameters = "parameters";

    private const int MostShown = 300;

    /// <summary>A line for each member that may not change and differs, with both values; empty where the study may go on.</summary>
    /// <param name="recorded">What is on record; null for no program.</param>
    /// <param name="now">What is to go on.</param>
    public static IReadOnlyList<string> Lines(string? recorded, string? now)
    {
        if (recorded == now)
            return [];
        var (before, after) = (MembersOf(recorded), MembersOf(now));
        return
        [
            .. before.Keys.Union(after.Keys).Where(name => name is not Run and not Parameters)
                .Select(name => (Name: name, Before: before.GetValueOrDefault(name, "(none)"), After: after.GetValueOrDefault(name, "(none)")))
                .Where(member => member.Before != member.After)
                .Select(member => $"{member.Name}: on record {Shown(member.Before)}, now {Shown(member.After)}"),
        ];
    }

    // What is damaged is one member, so that it is told of as any other difference.
    private static Dictionary<string, string> MembersOf(string? program)
    {
        if (program is null)
            return [];
        try
        {
            using var json = JsonDocument.Parse(program);
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in json.RootElement.EnumerateObject())
                members[member.Name] = member.Value.GetRawText();
            return members;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new(StringComparer.Ordinal) { ["program"] = program };
        }
    }

    private static string Shown(string text) => text.Length <= MostShown ? text : string.Concat(text.AsSpan(0, MostShown), "…");
}
