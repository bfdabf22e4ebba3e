using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What is said of a study, in a file or on the command line: null or empty where nothing is.</summary>
internal sealed record TuneSource
{
    public string? Name { get; init; }

    /// <summary>In their order, the first being that of the score.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    public ulong? Seed { get; init; }

    /// <summary>The words of the command, with their parameters and placeholders as they were written.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<ProgramParameter> Parameters { get; init; } = [];

    /// <summary>Where the templates are.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    public string? Result { get; init; }

    public ProgramSettings Run { get; init; } = new();

    /// <summary>What is said here, else what is said there.</summary>
    /// <exception cref="StudyException">Both have a command.</exception>
    public TuneSource Or(TuneSource other) => new()
    {
        Name = Name ?? other.Name,
        Goals = Goals.Count > 0 ? Goals : other.Goals,
        Constraints = Constraints.Count > 0 ? Constraints : other.Constraints,
        Seed = Seed ?? other.Seed,
        Command = Command.Count > 0 && other.Command.Count > 0
            ? throw new StudyException("The study file has a command, and there is another behind it. Leave one of them out.")
            : [.. Command, .. other.Command],
        Parameters = [.. other.Parameters, .. Parameters],
        Templates = [.. other.Templates, .. Templates],
        Result = Result ?? other.Result,
        Run = Run.Or(other.Run),
    };

    /// <summary>The study.</summary>
    /// <exception cref="StudyException">Something is missing, or contradicts itself; the message says what.</exception>
    public ProgramDefinition ToDefinition()
    {
        var (words, parameters) = (new List<string>(), new List<ProgramParameter>(Parameters));
        foreach (var word in Command.Select(CommandWord.Parse))
        {
            words.AddRange(word.Words);
            if (word.Parameter is not null)
                parameters.Add(word.Parameter);
        }
        var templates = Templates.Select(path => TemplateFile.Read(path, words)).ToArray();
        if (templates.GroupBy(template => template.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new StudyException($"Two templates are called {SafeText.Line(twice.Key)}. They are written into one folder: rename one of them.");
        return new ProgramDefinition
        {
            Name = Name ?? ProgramName.Of(Command) ?? throw new StudyException("The study has no name. Say it: --name NAME."),
            Goals = Goals.Count > 0 ? Goals : throw new StudyException("The study has no goal. Say it with the name that the program prints its result under: --maximize METRIC or --minimize METRIC, such as acc of a line acc=0.93."),
            Constraints = Constraints,
            Seed = Seed ?? 0,
            Command = words,
            Parameters = parameters,
            Templates = templates,
            Result = Result,
            Run = Run,
        }.Checked();
    }
}
