using System.CommandLine;
using System.CommandLine.Parsing;

namespace HyperSearch.Runner;

/// <summary>The option that says which earlier studies a new one learns from.</summary>
internal static class LearnFromOption
{
    public const string Name = "--learn-from";

    private const string None = "none";

    public static Option<Earlier?> Create() => new(Name)
    {
        Description = "The earlier studies of the store that a new study learns from: names, with * for any characters and ? for one, or none. " +
            "Default: the study's own choice, which is, unless it says otherwise, the ten newest with at least half of its parameters. Chosen when the study begins.",
        CustomParser = Parse,
        HelpName = "NAMES|none",
    };

    private static Earlier? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == None)
            return Earlier.None;
        var patterns = text.Split(',', StringSplitOptions.TrimEntries);
        if (!Array.Exists(patterns, string.IsNullOrEmpty))
            return Earlier.Studies(patterns);
        result.AddError($"{Name} takes names with commas between them (a comma in a name is written ?), or none, but it is '{text}'.");
        return null;
    }
}
