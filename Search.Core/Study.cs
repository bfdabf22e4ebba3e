namespace Search.Core;

/// <summary>What to search, how to score a trial, and how to look for the best.</summary>
/// <param name="name">Names the study in its store.</param>
public abstract class Study(string name)
{
    public string Name { get; } = name;

    public required Goal Goal { get; init; }

    public required IStrategy Strategy { get; init; }

    /// <summary>When the study ends; by default when it is interrupted.</summary>
    public Budget Budget { get; init; } = new();

    /// <summary>The seed of all that is drawn by chance. The same seed gives the same proposals and scores.</summary>
    public ulong Seed { get; init; }

    /// <summary>What this study adds to the command line.</summary>
    public IReadOnlyList<StudyOption> Options { get; init; } = [];

    /// <summary>One line that <c>--help</c> prints.</summary>
    public string Description { get; init; } = "";

    /// <summary>The space of the study, found by tracing its settings function.</summary>
    /// <exception cref="SpaceException">A parameter is defined wrongly.</exception>
    public abstract SearchSpace TraceSpace();

    /// <summary>Runs a trial: makes its settings and calls the objective.</summary>
    public abstract double Run(ITrial trial, CancellationToken cancel);
}

/// <summary>A study whose settings are of type <typeparamref name="TSettings"/>.</summary>
public sealed class Study<TSettings>(string name) : Study(name)
{
    /// <summary>The settings as a pure function of suggested values; ordinary <c>if</c> and <c>for</c> make conditional parameters.</summary>
    public required Func<ISuggest, TSettings> Space { get; init; }

    public required Objective<TSettings> Objective { get; init; }

    public override SearchSpace TraceSpace() => SearchSpace.Trace(Space);

    public override double Run(ITrial trial, CancellationToken cancel) => Objective(Space(trial), trial, cancel);
}
