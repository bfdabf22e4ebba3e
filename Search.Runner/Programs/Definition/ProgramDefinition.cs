using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study whose trials run a program: all of it as data, so that it can be run from its record alone.</summary>
internal sealed record ProgramDefinition
{
    /// <summary>The most characters of all words and templates together.</summary>
    public const int MostCharacters = 1 << 20;

    public required string Name { get; init; }

    /// <summary>What is looked for, by the names that the program prints its numbers under; at least one.</summary>
    public required IReadOnlyList<Goal> Goals { get; init; }

    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    public ulong Seed { get; init; }

    /// <summary>The words of the command line, with placeholders (<see cref="PlaceholderText"/>); none where another program asks for the trials.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<ProgramParameter> Parameters { get; init; } = [];

    /// <summary>The files that are written for each trial, with placeholders; the command names each as <c>{@NAME}</c>.</summary>
    public IReadOnlyList<ProgramFile> Templates { get; init; } = [];

    /// <summary>The file in which the program leaves its result; null where it prints it.</summary>
    public string? Result { get; init; }

    public ProgramSettings Run { get; init; } = new();

    /// <summary>The study that is on record.</summary>
    /// <exception cref="StudyException">It has no program on record, or one that is damaged or of a newer version.</exception>
    public static ProgramDefinition Of(StudyDefinition recorded) => recorded.Program is { } json
        ? ProgramJson.Read(recorded, json)
        : throw new StudyException($"Study '{SafeText.Line(recorded.Name)}' is on record without a program: its trials are code, and run by the file that has it (`hypersearch run FILE.cs`).");

    /// <summary>The study.</summary>
    /// <exception cref="StudyException">What it says contradicts itself.</exception>
    public ProgramStudy ToStudy() => new(this)
    {
        Goals = Goals,
        Constraints = Constraints,
        Seed = Seed,
        Strategy = Run.Strategy is { } strategy ? HyperSearch.Strategies.StrategyNames.All.Find(strategy)!() : null,
        Pruner = Run.Pruner is { } pruner ? HyperSearch.Strategies.PrunerNames.All.Find(pruner)!() : null,
        Defaults = Run.Defaults,
        Budget = new(Run.Trials, Run.Time, Run.TotalTime),
        Policy = new()
        {
            Timeout = Run.Timeout,
            Retries = Run.Retries ?? 0,
            MostFailures = Run.MostFailures,
            // A program that was asked to end is killed long before, and the trial ends with it.
            Grace = TimeSpan.FromHours(1),
        },
        Prepare = RequireProgram,
        Program = ProgramJson.Write(this),
        Description = string.Join(", ", Goals),
    };

    /// <exception cref="StudyException">A placeholder is unknown, a template is not named, or there is too much.</exception>
    public ProgramDefinition Checked()
    {
        if (Parameters.Count == 0)
            throw new StudyException($"The study has no parameter. Put one into the command, such as --lr~log:1e-6:1e-2, or say it with --param.\n{GrammarText.InShort}");
        if (Command.Count > 0 && Command[0].Length == 0)
            throw new StudyException("The first word of the command is the program, but it is empty.");
        if (Command.Count > 0 && Command[0][0] == '-')
            throw new StudyException($"The command begins with its program, but its first word is the option '{SafeText.Line(Command[0])}'.");
        if (Command.Concat(Templates.Select(file => file.Text)).Sum(text => (long)text.Length) > MostCharacters)
            throw new StudyException($"The command and its templates have at most {MostCharacters} characters. Leave out of the templates what is the same in each trial.");
        if (Command.Concat(Templates.Select(file => file.Text)).FirstOrDefault(text => text.Contains('\0', StringComparison.Ordinal) || NameRule.HasHalfPair(text)) is not null)
            throw new StudyException("The command and its templates have no NUL character and no half of a surrogate pair in them. One has.");
        foreach (var word in Command)
            RequireKnown(new PlaceholderText(word), $"the word '{SafeText.Line(word)}' of the command");
        foreach (var template in Templates)
        {
            RequireKnown(new PlaceholderText(template.Text), $"the template {SafeText.Line(template.Name)}");
            if (Command.Count > 0 && !Command.SelectMany(word => new PlaceholderText(word).Placeholders).Any(part => part.File == template.Name))
                throw new StudyException($"No word of the command names the template {SafeText.Line(template.Name)}. The word that does gets the path of the file that is written: name it as in --template.");
        }
        _ = Run.Checked();
        return this;
    }

    private void RequireKnown(PlaceholderText text, string where)
    {
        foreach (var part in text.Placeholders)
        {
            var isKnown = part.File is { } file ? Templates.Any(template => template.Name == file) : Parameters.Any(parameter => parameter.Name == part.Name);
            var names = part.File is null ? Parameters.Select(parameter => parameter.Name) : Templates.Select(template => "@" + template.Name);
            if (!isKnown)
            {
                throw new StudyException($"There is no {(part.File is null ? "parameter" : "template")} for {SafeText.Line(part.Text)} in {where}." +
                    $"{(EditDistance.Nearest(part.Name!, names) is { } near ? $" Did you mean {{{SafeText.Line(near)}}}?" : "")} What is meant as it is has a brace more on either side: {{{SafeText.Line(part.Text)}}}.");
            }
            if (part.On is not null && Parameters.First(parameter => parameter.Name == part.Name).Kind != ProgramParameterKind.Flag)
                throw new StudyException($"{SafeText.Line(part.Text)} in {where} is a text while a flag is on, but {part.Name} is no flag.");
        }
    }

    // Where the program itself is chosen by a parameter, its trials tell.
    private void RequireProgram()
    {
        if (Command.Count == 0 || new PlaceholderText(Command[0]).Placeholders.Any())
            return;
        try
        {
            _ = ProgramPath.Of(Command[0]);
        }
        catch (ProgramException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
