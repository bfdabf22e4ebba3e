namespace HyperSearch.Runner;

/// <summary>A word of the command line: what <c>--lr~log:1e-6:1e-2</c> makes of itself.</summary>
/// <param name="Words">What stands in the command line of a trial, with placeholders.</param>
/// <param name="Parameter">The parameter; null where the word is an ordinary one.</param>
internal readonly record struct CommandWord(IReadOnlyList<string> Words, ProgramParameter? Parameter)
{
    /// <summary>Reads a word.</summary>
    /// <exception cref="StudyException">It is meant as a parameter, but is none.</exception>
    public static CommandWord Parse(string word)
    {
        var mark = word.IndexOf(GrammarText.Mark, StringComparison.Ordinal);
        if (mark < 0)
            return new([word], null);
        var rest = word[mark..].TrimStart(GrammarText.Mark);
        var marks = word.Length - mark - rest.Length;
        var before = word[..mark];
        if (!IsMeant(before, rest))
            return new([word], null);
        // One mark more than needed says that the word is meant as it is.
        if (marks > 1)
            return new([before + word[(mark + 1)..]], null);
        try
        {
            return Of(before, rest);
        }
        catch (FormatException exception)
        {
            throw new StudyException($"{SafeText.Line(word)}: {SafeText.Line(exception.Message)}\n{GrammarText.InShort}\nA word that is meant as it is has a second tilde: {SafeText.Line($"{before}~{word[mark..]}")}", exception);
        }
    }

    /// <summary>Reads the value of <c>--param</c>: a name, a tilde and a definition.</summary>
    /// <exception cref="StudyException">It is none.</exception>
    public static ProgramParameter ParseParameter(string text)
    {
        var mark = text.IndexOf(GrammarText.Mark, StringComparison.Ordinal);
        try
        {
            return mark > 0 ? ProgramParameter.Parse(text[..mark], text[(mark + 1)..]) : throw new FormatException("It is NAME~KIND:….");
        }
        catch (FormatException exception)
        {
            throw new StudyException($"{SafeText.Line(text)}: {SafeText.Line(exception.Message)}\n{GrammarText.InShort}", exception);
        }
    }

    private static CommandWord Of(string before, string rest)
    {
        var isOneWord = before.EndsWith('=') || rest.StartsWith('=');
        var option = before.TrimEnd('=');
        var name = NameOf(option);
        var parameter = ProgramParameter.Parse(name, rest.TrimStart('='));
        string[] words = parameter.Kind == ProgramParameterKind.Flag && !isOneWord ? [$"{{{name}?{option}}}"]
            : isOneWord || option == name || option[0] == '+' ? [$"{option}={{{name}}}"]
            : [option, $"{{{name}}}"];
        return new(words, parameter);
    }

    // A file of a user, a revision of git and the like are none of ours: there must be a name, and behind the mark a kind, or nearly one.
    private static bool IsMeant(string before, string rest)
    {
        var definition = rest.StartsWith('=') ? rest[1..] : rest;
        var end = definition.AsSpan().IndexOfAny(GrammarText.Separator, GrammarText.Condition);
        var kind = end < 0 ? definition : definition[..end];
        if (!ProgramParameter.IsName(NameOf(before.EndsWith('=') ? before[..^1] : before)) || kind.Length == 0 || !kind.All(char.IsAsciiLetter))
            return false;
        return ProgramParameter.KindOrNull(kind) is not null || (end > 0 && (before[0] == '-' || EditDistance.Nearest(kind, ProgramParameter.KindNames) is not null));
    }

    // --lr and -lr are lr, and so is +lr, as Hydra has it.
    private static string NameOf(string option)
    {
        var dashes = option.Length - option.TrimStart(option.StartsWith('+') ? '+' : '-').Length;
        return dashes <= 2 ? option[dashes..] : option;
    }
}
