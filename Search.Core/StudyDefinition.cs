namespace HyperSearch.Core;

/// <summary>A study as data: what its record keeps, and what may not change under it.</summary>
/// <param name="Name">Names the study in its store.</param>
/// <param name="Space">The parameters.</param>
/// <param name="Goal">What is looked for.</param>
/// <param name="Seed">The seed of all that is drawn by chance.</param>
public sealed record StudyDefinition(string Name, SearchSpace Space, Goal Goal, ulong Seed) : SearchProblem(Space, Goal, Seed)
{
    /// <summary>What proposed its trials when it was created. Not compared: a study may go on with another strategy.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>The study's total of trials when it was created, for strategies that plan; null where there is no limit.</summary>
    public int? PlannedTrials { get; init; }

    /// <summary>The values of the study's own options, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The options that may have another value than on record. What is on record does not know of them.</summary>
    public IReadOnlyCollection<string> ChangingOptions { get; init; } = [];

    /// <summary>The program that its trials run, with all that makes the study again, as JSON (<see cref="ProgramChanges"/>); null where code does.</summary>
    public string? Program { get; init; }

    /// <summary>
    /// What in <paramref name="now"/> contradicts this record, one line each: parameters, goals, constraints, seed, options and the program.
    /// Empty where the study may go on.
    /// </summary>
    public IReadOnlyList<string> DifferencesTo(StudyDefinition now)
    {
        var differences = new List<string>();
        foreach (var recorded in Space.Parameters)
        {
            var index = now.Space.IndexOf(recorded.Name);
            if (index < 0)
                differences.Add($"parameter {recorded} is on record, but no longer in the study");
            else
                AddDifference(differences, $"parameter {recorded.Name}", recorded.Definition, now.Space[index].Definition);
        }
        foreach (var added in now.Space.Parameters.Where(p => Space.IndexOf(p.Name) < 0))
            differences.Add($"parameter {added} is new");
        if (differences.Count == 0)
            AddDifference(differences, "order of parameters", Names(this), Names(now));
        return [.. differences, .. DifferencesBesidesSpace(now)];
    }

    /// <summary>
    /// What in <paramref name="now"/> stands against going on in its space, one line each. Empty where that has all that this one
    /// has, and more: wider ranges, more options, parameters that no trial on record would have read.
    /// </summary>
    /// <param name="now">The study that is to go on.</param>
    /// <param name="trials">All trials on record.</param>
    public IReadOnlyList<string> ObjectionsToWidening(StudyDefinition now, IEnumerable<Trial> trials) =>
        [.. Widening.Objections(Space, now.Space, trials), .. DifferencesBesidesSpace(now)];

    /// <summary>Why the study cannot be recorded under its names (see <see cref="NameRule"/>), or with two goals or limits of one metric; null where it can.</summary>
    public string? ObjectionToNames() => NameRule.Objection("study", Name)
        ?? Goals.Select(goal => goal.Metric).Concat(Constraints.Select(constraint => constraint.Metric)).Select(metric => NameRule.Objection("metric", metric))
            .Concat(Options.Keys.Select(name => NameRule.Objection("option", name)))
            .Concat(Space.Parameters.Select(parameter => NameRule.Objection("parameter", parameter.Name)))
            .FirstOrDefault(objection => objection is not null)
        ?? ObjectionToRepeated();

    private string? ObjectionToRepeated()
    {
        if (FirstRepeated(Goals.Select(goal => goal.Metric)) is { } metric)
            return $"Each goal has a metric of its own, but two are of '{NameRule.Shown(metric)}'. Leave one of them out.";
        return FirstRepeated(Constraints.Select(constraint => $"{constraint.Metric} {(constraint.IsAtMost ? "at most" : "at least")}")) is { } limit
            ? $"A metric has one limit on either side, but there are two of '{NameRule.Shown(limit)}'. Leave one of them out."
            : null;
    }

    private static string? FirstRepeated(IEnumerable<string> names) => names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;

    private List<string> DifferencesBesidesSpace(StudyDefinition now)
    {
        var differences = new List<string>();
        AddDifference(differences, FurtherGoals.Count + now.FurtherGoals.Count == 0 ? "goal" : "goals", string.Join(", ", Goals), string.Join(", ", now.Goals));
        AddDifference(differences, "constraints", TextOf(Constraints), TextOf(now.Constraints));
        AddDifference(differences, "seed", Seed, now.Seed);
        foreach (var name in Options.Keys.Union(now.Options.Keys).Except(now.ChangingOptions))
            AddDifference(differences, $"--{name}", Options.GetValueOrDefault(name, "(none)"), now.Options.GetValueOrDefault(name, "(none)"));
        differences.AddRange(ProgramChanges.Lines(Program, now.Program));
        return differences;
    }

    private static void AddDifference<T>(List<string> differences, string what, T recorded, T given) where T : notnull
    {
        if (!recorded.Equals(given))
            differences.Add($"{what}: on record {recorded}, now {given}");
    }

    private static string TextOf(IReadOnlyList<Constraint> constraints) => constraints.Count == 0 ? "(none)" : string.Join(", ", constraints);

    private static string Names(StudyDefinition study) => string.Join(", ", study.Space.Parameters.Select(p => p.Name));
}
