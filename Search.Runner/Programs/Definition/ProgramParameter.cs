using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A parameter of a program: what <c>log:1e-6:1e-2@layers:2+</c> says.</summary>
internal sealed record ProgramParameter
{
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it draws from.</param>
    /// <param name="arguments">Bounds and step, or the options.</param>
    /// <param name="conditions">When it is active; all must hold.</param>
    /// <exception cref="FormatException">They contradict the kind, or each other.</exception>
    public ProgramParameter(string name, ProgramParameterKind kind, IReadOnlyList<string> arguments, IReadOnlyList<ProgramCondition> conditions)
    {
        if (!IsName(name))
            throw new FormatException($"The name of a parameter begins with a letter and has letters, digits, _, - and dots, but it is '{SafeText.Line(name)}'.");
        (Name, Kind, Conditions) = (name, kind, conditions);
        try
        {
            Parameter = ParameterOf(name, kind, arguments);
        }
        catch (SpaceException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
        Arguments = IsNumber ? [.. arguments.Select(argument => GrammarText.Of(GrammarText.NumberOrNull(argument)!.Value))] : arguments;
        if (NameRule.Objection("parameter", name) is { } objection)
            throw new FormatException(objection);
    }

    public string Name { get; }

    public ProgramParameterKind Kind { get; }

    /// <summary>Bounds and step, or the options.</summary>
    public IReadOnlyList<string> Arguments { get; }

    public IReadOnlyList<ProgramCondition> Conditions { get; }

    /// <summary>Its kind with what it draws from, without conditions: <c>log:1e-06:0.01</c>.</summary>
    public string Definition => string.Join(GrammarText.Separator, Arguments.Select(GrammarText.Escape).Prepend(Kind.ToString().ToLowerInvariant()));

    /// <summary>The parameter of the space.</summary>
    public Parameter Parameter { get; }

    /// <summary>Whether "2+" means something.</summary>
    public bool HasOrder => IsNumber || Kind == ProgramParameterKind.Ordinal;

    private bool IsNumber => Kind is ProgramParameterKind.Uniform or ProgramParameterKind.Log or ProgramParameterKind.Int or ProgramParameterKind.LogInt;

    /// <summary>Whether a text can be a parameter's name: one that a placeholder can have, and a word of a command line.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(unit => char.IsLetterOrDigit(unit) || unit is '_' or '-' or '.');

    /// <summary>Reads a definition, without a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ProgramParameter Parse(string name, string text)
    {
        var parts = text.Split(GrammarText.Condition);
        var definition = parts[0].Split(GrammarText.Separator);
        return new(name, KindOf(definition[0]), [.. definition.Skip(1).Select(GrammarText.Unescape)], [.. parts.Skip(1).Select(ProgramCondition.Parse)]);
    }

    /// <exception cref="FormatException">There is no such kind.</exception>
    public static ProgramParameterKind KindOf(string word) => KindOrNull(word)
        ?? throw new FormatException($"There is no kind '{word}'.{EditDistance.Suggestion(word, KindNames)} There are {string.Join(", ", KindNames)}.");

    /// <summary>The kind of a word of the grammar; null where it is none.</summary>
    public static ProgramParameterKind? KindOrNull(string word) => Array.IndexOf(KindNames, word) is >= 0 and var kind ? (ProgramParameterKind)kind : null;

    /// <summary>The words for the kinds.</summary>
    public static string[] KindNames { get; } = [.. Enum.GetNames<ProgramParameterKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Its value in a trial.</summary>
    public ProgramValue Suggest(ISuggest suggest)
    {
        switch (Parameter)
        {
            case FloatParameter real:
                var number = suggest.Suggest(real);
                return new(ValueText.OfReal(number), number);
            case IntParameter whole:
                var count = suggest.Suggest(whole);
                return new(ValueText.OfWhole(count), count);
            default:
                var option = suggest.Suggest((Parameter<ParameterValue>)Parameter);
                return new(option.ToString(), Parameter.LevelOf(Parameter.CodeOf(option)));
        }
    }

    /// <summary>The place of a value, see <see cref="ProgramValue.Place"/>; null where the text is none.</summary>
    public double? PlaceOf(string text)
    {
        if (IsNumber)
            return GrammarText.NumberOrNull(text);
        if (Kind == ProgramParameterKind.Flag)
            return text switch { "on" or "true" => 1, "off" or "false" => 0, _ => null };
        for (var place = 0; place < Arguments.Count; place++)
        {
            if (Arguments[place] == text)
                return place;
        }
        return null;
    }

    /// <summary>Whether some value lies in a range of places.</summary>
    public bool Reaches(double from, double to)
    {
        var (low, high, step) = Parameter switch
        {
            FloatParameter real => (real.Low, real.High, real.Step ?? 0),
            IntParameter whole => (whole.Low, whole.High, whole.Step),
            _ => (0, Parameter.Levels!.Value - 1, 1.0),
        };
        var first = from <= low ? low : step == 0 ? from : low + Math.Ceiling((from - low) / step - 1e-9) * step;
        return first <= Math.Min(to, high) + step * 1e-9;
    }

    public override string ToString() => Definition + string.Concat(Conditions.Select(condition => $"{GrammarText.Condition}{condition}"));

    public bool Equals(ProgramParameter? other) => other is not null && Name == other.Name && ToString() == other.ToString();

    public override int GetHashCode() => HashCode.Combine(Name, ToString());

    private static Parameter ParameterOf(string name, ProgramParameterKind kind, IReadOnlyList<string> arguments)
    {
        switch (kind)
        {
            case ProgramParameterKind.Uniform:
            case ProgramParameterKind.Log:
                var real = Numbers(kind, arguments);
                return new FloatParameter(name, real[0], real[1], kind == ProgramParameterKind.Log ? Scale.Log : Scale.Linear, real.Length > 2 ? real[2] : null);
            case ProgramParameterKind.Int:
            case ProgramParameterKind.LogInt:
                var whole = Numbers(kind, arguments);
                if (Array.Find(whole, number => number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue) is not 0 and var other)
                    throw new FormatException($"Bounds and step of {kind.ToString().ToLowerInvariant()} are whole numbers of at most {int.MaxValue}, but one is {GrammarText.Of(other)}.");
                return new IntParameter(name, (int)whole[0], (int)whole[1], kind == ProgramParameterKind.LogInt ? Scale.Log : Scale.Linear, whole.Length > 2 ? (int)whole[2] : 1);
            case ProgramParameterKind.Flag:
                return arguments.Count == 0
                    ? new ChoiceParameter<ParameterValue>(name, [ParameterValue.Of("false"), ParameterValue.Of("true")])
                    : throw new FormatException($"A flag takes no values, but there is '{arguments[0]}'. Write choice for one of several texts.");
            default:
                if (arguments.FirstOrDefault(argument => argument.Contains('\0', StringComparison.Ordinal) || NameRule.HasHalfPair(argument)) is { } broken)
                    throw new FormatException($"An option has no NUL character and no half of a surrogate pair in it, but one is '{SafeText.Line(broken)}'.");
                var options = OptionsOf(arguments);
                return kind == ProgramParameterKind.Choice ? new ChoiceParameter<ParameterValue>(name, options) : new OrdinalParameter<ParameterValue>(name, options);
        }
    }

    private static double[] Numbers(ProgramParameterKind kind, IReadOnlyList<string> arguments)
    {
        var word = kind.ToString().ToLowerInvariant();
        var hasStep = kind is ProgramParameterKind.Uniform or ProgramParameterKind.Int;
        if (arguments.Count != 2 && !(hasStep && arguments.Count == 3))
            throw new FormatException($"It is {word}:LOW:HIGH{(hasStep ? "[:STEP]" : "")}, with numbers, but there {(arguments.Count == 1 ? "is 1" : $"are {arguments.Count}")}.");
        return [.. arguments.Select(argument => GrammarText.NumberOrNull(argument) ?? throw new FormatException($"{word} takes numbers such as 0.001 or 1e-3, but one is '{argument}'."))];
    }

    // Numbers where all are, written as HyperSearch writes them; else texts, so that each stands in the command line as it was given.
    private static IEnumerable<ParameterValue> OptionsOf(IReadOnlyList<string> arguments)
    {
        ParameterValue[] numbers = [.. arguments.Select(GrammarText.NumberOrNull).OfType<double>().Select(ParameterValue.Of)];
        return numbers.Length == arguments.Count && numbers.Zip(arguments).All(pair => pair.First.ToString() == pair.Second)
            ? numbers
            : arguments.Select(ParameterValue.Of);
    }
}
