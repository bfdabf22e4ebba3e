using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The parameters of a study file: each in the grammar of the command line, or as a mapping.</summary>
internal static class FileParameters
{
    private static readonly string[] Keys = ["kind", "low", "high", "step", "options", "when"];

    /// <exception cref="FileFormatException">One of them is none.</exception>
    public static IReadOnlyList<ProgramParameter> Read(FileNode parameters) => [.. FileMembers.Of(parameters, "parameters").Select(member => Read(member.Key, member.Value))];

    private static ProgramParameter Read(string name, FileNode node)
    {
        try
        {
            return node.Text is { } text ? ProgramParameter.Parse(name, text) : OfMapping(name, node);
        }
        catch (FormatException exception)
        {
            throw new FileFormatException(node.Line, $"{name}: {exception.Message}", exception);
        }
    }

    private static ProgramParameter OfMapping(string name, FileNode node)
    {
        var members = new FileMembers(node, $"parameter {name}", Keys);
        var kind = ProgramParameter.KindOf(members.Text("kind") ?? throw new FormatException($"A kind is missing. There are {string.Join(", ", ProgramParameter.KindNames)}."));
        var hasOptions = members.Find("options") is not null;
        if (hasOptions && (members.Find("low") ?? members.Find("high") ?? members.Find("step")) is not null)
            throw new FormatException("low, high and step exclude options.");
        string[] arguments = hasOptions
            ? [.. members.Texts("options")]
            : [.. ((string[])["low", "high", "step"]).Select(members.Text).OfType<string>()];
        return new(name, kind, arguments, members.Find("when") is { } when ? ConditionsOf(when) : []);
    }

    // Another parameter with the value, or the list of them, at which this one is active.
    private static ProgramCondition[] ConditionsOf(FileNode when) =>
    [
        .. FileMembers.Of(when, "when").Select(member => new ProgramCondition(member.Key, member.Value.Text is { } text ? [text]
            : [.. (member.Value.Items ?? []).Select(item => item.Text ?? throw new FormatException($"when has values of {member.Key}, but there is {item.Kind}."))])),
    ];
}
