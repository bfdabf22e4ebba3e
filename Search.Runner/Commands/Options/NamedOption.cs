using System.CommandLine;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>Options that choose a strategy or a pruner by its name.</summary>
internal static class NamedOption
{
    /// <param name="name">The option's name.</param>
    /// <param name="what">What is chosen, such as "strategy".</param>
    /// <param name="choices">What there is.</param>
    public static Option<Func<T>?> Create<T>(string name, string what, NamedChoices<T> choices) => new(name)
    {
        Description = $"The {what} instead of the study's own: {string.Join(", ", choices.Names)}. A later run says it again, or goes on with the study's own.",
        HelpName = "NAME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (choices.Find(text) is { } create)
                return create;
            result.AddError($"There is no {what} '{text}'.{EditDistance.Suggestion(text, choices.Names)} There are {string.Join(", ", choices.Names)}.");
            return null;
        },
    };
}
