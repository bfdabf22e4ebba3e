using HyperSearch.Core;

namespace HyperSearch;

/// <summary>What to search, how to score a trial, and how to look for the best.</summary>
/// <param name="name">Names the study in its store.</param>
public abstract class Study(string name)
{
    public string Name { get; } = name;

    /// <summary>What is looked for: the one goal, or the first of <see cref="Goals"/>.</summary>
    /// <exception cref="InvalidOperationException">The study says neither.</exception>
    public Goal Goal
    {
        get => Goals is [var first, ..] ? first : throw new InvalidOperationException($"Study '{Name}' does not say what it looks for. Set Goal, such as Goal.Maximize(\"accuracy\").");
        init => Goals = [value];
    }

    /// <summary>
    /// All that is looked for, where that is several things at once. The objective returns the first; the others it records by their names
    /// (<see cref="ITrial.Record"/>), or the trial fails. There is no best trial then but a front of those that no other one beats by all goals.
    /// </summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>
    /// What a trial must keep to, by numbers that it records, or the trial fails. One that misses a limit is kept, but is never the best.
    /// </summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>What proposes the trials; null for <c>AutoSearch</c>, which chooses by the space and the budget.</summary>
    public IStrategy? Strategy { get; init; }

    /// <summary>How often the same settings run, each time with another seed and split; by default once.</summary>
    public Replicates Replicates { get; init; } = Replicates.None;

    /// <summary>What stops trials early; null for nothing.</summary>
    public IPruner? Pruner { get; init; }

    /// <summary>
    /// The values of parameters that a queued or listed setting leaves out; the middle of their range where it is silent. An unknown name, or
    /// a value that its parameter cannot take, is refused when a run starts.
    /// </summary>
    public Setting Defaults { get; init; } = [];

    /// <summary>When the study ends; by default when it is interrupted.</summary>
    public Budget Budget { get; init; } = new();

    /// <summary>
    /// Ends the study before its budget is used up, such as <c>Stop.WhenNotWorthIt(0.001)</c>; null for never.
    /// </summary>
    public Stop? Stop { get; init; }

    /// <summary>Ends the study before its budget is used up, where it does not get better any more; null for never. It holds beside <see cref="Stop"/>.</summary>
    public StopWhenFlat? StopWhenFlat { get; init; }

    /// <summary>
    /// Which studies of the same store it learns from when it begins, unless the command line says otherwise (<c>--learn-from</c>);
    /// none where its strategy does not.
    /// </summary>
    public Earlier LearnFrom { get; init; } = Earlier.Related;

    /// <summary>What is done about trials that fail, or take too long or too much.</summary>
    public TrialPolicy Policy { get; init; } = new();

    /// <summary>Which trials keep the files that they saved; by default all.</summary>
    public Artifacts Keep { get; init; } = Artifacts.All;

    /// <summary>The seed of all that is drawn by chance. The same seed gives the same proposals and scores.</summary>
    public ulong Seed { get; init; }

    /// <summary>What this study adds to the command line.</summary>
    public IReadOnlyList<StudyOption> Options { get; init; } = [];

    /// <summary>
    /// Called once before the first trial of a run from the command line, such as to open the data; null for nothing. What it throws
    /// ends the run with its message: no trial is started, and the record stays as it was.
    /// </summary>
    public Action? Prepare { get; init; }

    /// <summary>The program that its trials run, as JSON: what goes on record of it; null where they are code.</summary>
    internal string? Program { get; init; }

    /// <summary>One line that <c>--help</c> prints.</summary>
    public string Description { get; init; } = "";

    /// <summary>The space of the study, found by tracing its settings function.</summary>
    /// <exception cref="SpaceException">A parameter is defined wrongly.</exception>
    public abstract SearchSpace TraceSpace();

    /// <summary>Whether it says how a trial is scored, once. One whose trials are asked for and told need not.</summary>
    public abstract bool HasObjective { get; }

    /// <summary>Runs a trial: makes its settings and calls the objective, and waits for it where it is asynchronous.</summary>
    /// <exception cref="InvalidOperationException">There is no objective.</exception>
    public abstract double Run(ITrial trial, CancellationToken cancel);

    /// <summary>Whether the study has something to say of its trials, below the report.</summary>
    public abstract bool HasConclusion { get; }

    /// <summary>What the study itself has to say of its trials; empty for nothing.</summary>
    /// <param name="space">The space of the record that the trials are from.</param>
    /// <param name="trials">All trials on record, in any state.</param>
    /// <param name="metrics">What they recorded beside their scores; null for nothing.</param>
    public abstract string Conclude(SearchSpace space, IEnumerable<Trial> trials, IEnumerable<TrialMetric>? metrics = null);
}

/// <summary>A study whose settings are of type <typeparamref name="TSettings"/>.</summary>
public sealed class Study<TSettings>(string name) : Study(name)
{
    /// <summary>The settings as a pure function of suggested values; ordinary <c>if</c> and <c>for</c> make conditional parameters.</summary>
    public required Func<ISuggest, TSettings> Space { get; init; }

    /// <summary>Scores a trial; null where <see cref="AsyncObjective"/> does, or a program that asks for trials and tells their scores.</summary>
    public Objective<TSettings>? Objective { get; init; }

    /// <summary>Scores a trial in the place of <see cref="Objective"/>: for what waits rather than computes, such as a call of a service.</summary>
    public AsyncObjective<TSettings>? AsyncObjective { get; init; }

    public override bool HasObjective => Objective is null != AsyncObjective is null;

    /// <summary>
    /// Which settings make no sense, such as <c>settings => settings.Heads * 8 > settings.Width</c>: true forbids them, and the
    /// search draws others; null for none. No trial is made of what is forbidden, it counts nothing, and <c>enqueue</c> refuses it. What
    /// is on record stays. Like <see cref="Space"/> it must be pure: it may depend on nothing but the settings. Within
    /// <see cref="Space"/>, <c>suggest.Reject("why")</c> does the same and says why.
    /// </summary>
    public Func<TSettings, bool>? Forbid { get; init; }

    public override SearchSpace TraceSpace() => SearchSpace.Trace(Space, Forbid);

    /// <summary>What the complete trials show, in the study's own words and figures; computed from them each time a report is printed for people.</summary>
    public Func<IReadOnlyList<ScoredSettings<TSettings>>, string>? Conclusion { get; init; }

    public override bool HasConclusion => Conclusion is not null;

    public override double Run(ITrial trial, CancellationToken cancel) =>
        Objective is not null ? Objective(Space(trial), trial, cancel)
        : AsyncObjective is not null ? AsyncObjective(Space(trial), trial, cancel).GetAwaiter().GetResult()
        : throw new InvalidOperationException($"Study '{Name}' has no objective.");

    public override string Conclude(SearchSpace space, IEnumerable<Trial> trials, IEnumerable<TrialMetric>? metrics = null)
    {
        var recorded = (metrics ?? []).ToLookup(metric => metric.Trial);
        ScoredSettings<TSettings>[] complete =
        [
            .. trials.Where(trial => trial.State == TrialState.Complete).OrderBy(trial => trial.Number)
                .Select(trial => ScoredOrNull(trial, space, recorded[trial.Number])).OfType<ScoredSettings<TSettings>>(),
        ];
        return Conclusion is null || complete.Length == 0 ? "" : Conclusion(complete);
    }

    // Null where the settings function rejects by now what was tried before.
    private ScoredSettings<TSettings>? ScoredOrNull(Trial trial, SearchSpace space, IEnumerable<TrialMetric> metrics)
    {
        try
        {
            return new(Space(trial.ReaderIn(space)), trial) { Metrics = [.. metrics] };
        }
        catch (RejectedException)
        {
            return null;
        }
    }
}
