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

    /// <summary>Refuses what is shorter or longer.</summary>
    public static void Within(this Option<TimeSpan?> option, string shortest, string longest) => option.Validators.Add(result =>
    {
        _ = Durations.TryParse(shortest, out var least);
        _ = Durations.TryParse(longest, out var most);
        // From the text: what is no duration has an error of its own.
        if (result.Tokens is [var text] && Durations.TryParse(text.Value, out var time) && (time < least || time > most))
            result.AddError($"`{shortest} <= TIME <= {longest}` must hold for {option.Name}, but it is {text.Value}.");
    });

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var time))
            return time;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is '{text}'.");
        return null;
    }
}
