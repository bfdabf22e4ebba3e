using System.CommandLine;
using System.CommandLine.Parsing;

namespace HyperSearch.Runner;

/// <summary>Options that take a duration.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Parse,
        HelpName = "TIME",
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var time))
            return time;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is '{text}'.");
        return null;
    }
}
