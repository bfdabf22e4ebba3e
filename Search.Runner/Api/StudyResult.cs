using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>What a study has come to.</summary>
public sealed class StudyResult<TSettings>
{
    private readonly Study<TSettings> _study;
    private readonly SearchSpace _space;
    private readonly RunOutcome _outcome;
    private readonly IReadOnlyList<TrialMetric> _metrics;
    private readonly Trial? _best;

    internal StudyResult(Study<TSettings> study, SearchSpace space, IReadOnlyList<Trial> trials, IReadOnlyList<TrialMetric> metrics, RunOutcome outcome, IReadOnlyList<string> warnings)
    {
        (_study, _space, _outcome, _metrics, Trials, Warnings) = (study, space, outcome, metrics, trials, warnings);
        _best = new TrialRanking(study.Goal).Best(trials);
    }

    /// <summary>Whether there is a best trial: a complete one that misses no constraint.</summary>
    public bool HasBest => _best is not null;

    /// <summary>The best trial, by the first goal where there are several, with its settings, its value and what it recorded beside it.</summary>
    /// <exception cref="InvalidOperationException">No trial is complete, or each misses a constraint; the message has the last error.</exception>
    public ScoredSettings<TSettings> Best => _best is { } best
        ? new(SettingsOf(best), best) { Metrics = [.. _metrics.Where(metric => metric.Trial == best.Number)] }
        : throw new InvalidOperationException($"No trial of study '{_study.Name}' is complete{(_study.Constraints.Count > 0 ? " and meets all constraints" : "")}, so none is the best.{(_outcome.LastError is { } error ? $" The last one failed: {FirstLine.Of(error)}" : "")}");

    /// <summary>The Pareto front by all goals, by the first goal, best first; with one goal the best trial alone. Trials that miss a constraint are never in it.</summary>
    public IReadOnlyList<ScoredSettings<TSettings>> Front =>
        [.. ParetoFront.Of(_study.Goals, Trials).Select(member => new ScoredSettings<TSettings>(SettingsOf(member), member) { Metrics = [.. _metrics.Where(metric => metric.Trial == member.Number)] })];

    /// <summary>The value of the best trial.</summary>
    /// <inheritdoc cref="Best" path="/exception"/>
    public double Value => Best.Value;

    /// <summary>All trials of the study, by number, those of earlier runs too.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>Why the run ended.</summary>
    public RunEnd End => _outcome.End;

    /// <summary>How many trials this run has finished.</summary>
    public int Finished => _outcome.Finished;

    /// <summary>What its user should know of.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The settings that a trial ran with.</summary>
    public TSettings SettingsOf(Trial trial) => _study.Space(trial.ReaderIn(_space));

    /// <summary>What the trials say of the parameters: how much each matters, what tuning brought, and the way from a default to the best trial.</summary>
    /// <param name="options">What is asked for; null for all of it. Where it has no default, the study's <see cref="Study.Defaults"/> are it.</param>
    /// <exception cref="SpaceException">The default names an unknown parameter, or a value that its parameter cannot take.</exception>
    public StudyInsight Insight(InsightOptions? options = null)
    {
        options ??= new();
        return StudyInsight.Of(new(_space, _study.Goal, _study.Seed), Trials, options with { Default = options.Default ?? _study.Defaults });
    }
}
