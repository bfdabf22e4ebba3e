using System.CommandLine;

namespace HyperSearch.Tool;

/// <summary>Finds where the command of <c>tune</c> begins: behind --, or with the first word that is neither an option nor the value of one.</summary>
internal static class TuneWords
{
    /// <summary>The arguments with a -- where the command begins.</summary>
    /// <param name="tune">The verb.</param>
    /// <param name="args">All arguments of the program.</param>
    public static IReadOnlyList<string> Of(Command tune, IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args[0] != tune.Name)
            return args;
        for (var i = 1; i < args.Count; i++)
        {
            var word = args[i];
            if (word == "--")
                return args;
            if (word.StartsWith('-') && word.Length > 1)
            {
                if (word.Contains('=', StringComparison.Ordinal))
                    continue;
                // What is no option is told of, and what stands behind it may be anything.
                if (tune.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word)) is not { } option)
                    return args;
                if (option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0)
                    i++;
            }
            else if (!StudyFile.IsOne(word))
            {
                return [.. args.Take(i), "--", .. args.Skip(i)];
            }
        }
        return args;
    }
}
