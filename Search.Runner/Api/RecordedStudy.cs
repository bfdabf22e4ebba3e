using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>A study as it is on record, for a program that has not its code.</summary>
public sealed class RecordedStudy : IAsyncDisposable
{
    private readonly IStudyStore _store;
    private readonly StudyDefinition _study;

    private RecordedStudy(IStudyStore store, StudyDefinition study, IReadOnlyList<RecordedTrial> trials)
    {
        (_store, _study, Name, Goal, Strategy, Trials) = (store, study, study.Name, study.Goal, study.Strategy, trials);
        Parameters = [.. study.Space.Parameters.Select(parameter => parameter.Name)];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it looks for: where that is several things, the first.</summary>
    public Goal Goal { get; }

    /// <summary>All that it looks for, the first being <see cref="Goal"/>.</summary>
    public IReadOnlyList<Goal> Goals => _study.Goals;

    /// <summary>What its trials must keep to.</summary>
    public IReadOnlyList<Constraint> Constraints => _study.Constraints;

    /// <summary>What proposed its trials when it began.</summary>
    public string Strategy { get; }

    /// <summary>The names of its parameters, in order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>All of its trials, by number, as they were when it was opened.</summary>
    public IReadOnlyList<RecordedTrial> Trials { get; }

    /// <summary>The Pareto front by all goals, by the first goal, best first; with one goal the best trial alone.</summary>
    public IReadOnlyList<RecordedTrial> Front
    {
        get
        {
            var byNumber = Trials.ToDictionary(trial => trial.Number);
            return [.. ParetoFront.Of(Goals, Trials.Select(trial => trial.Recorded)).Select(trial => byNumber[trial.Number])];
        }
    }

    /// <summary>The best complete trial that misses no constraint, by the first goal.</summary>
    /// <exception cref="InvalidOperationException">No trial is complete.</exception>
    public RecordedTrial Best => Ranked(1) is [var best] ? best : throw new InvalidOperationException($"No trial of study '{Name}' is complete, so none is the best.");

    /// <summary>The best complete trials, the best first.</summary>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<RecordedTrial> Ranked(int count)
    {
        var byNumber = Trials.ToDictionary(trial => trial.Number);
        return [.. new TrialRanking(Goal).Complete(Trials.Select(trial => trial.Recorded)).Take(count).Select(trial => byNumber[trial.Number])];
    }

    /// <summary>What its trials say of its parameters: how much each matters, what tuning brought, and the way from a default to the best trial.</summary>
    /// <param name="options">What is asked for; null for all of it, compared with the middles of the ranges.</param>
    /// <exception cref="SpaceException">The default names an unknown parameter, or a value that its parameter cannot take.</exception>
    public StudyInsight Insight(InsightOptions? options = null) => StudyInsight.Of(_study, [.. Trials.Select(trial => trial.Recorded)], options);

    /// <summary>Opens a study on record. It is only read.</summary>
    /// <param name="store">A SQLite file, or the address of a PostgreSQL database.</param>
    /// <param name="name">The study's name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="StudyException">There is no such store, or no such study in it; the message says which there are.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<RecordedStudy> OpenAsync(string store, string name, CancellationToken cancel = default)
    {
        var location = new StoreLocation(store);
        if (!location.Exists)
            throw new StudyException($"There is no store '{location}'.");
        var opened = location.Open();
        try
        {
            if (await opened.FindAsync(name, cancel) is { } record)
                return new(opened, record.Study, await ReadAsync(record, cancel));
            var studies = await opened.ListAsync(cancel);
            throw new StudyException($"There is no study '{SafeText.Line(name)}' in {location}. " +
                (studies.Count == 0 ? "It is empty." : $"There are: {string.Join(", ", studies.Select(study => SafeText.Line(study.Name)))}."));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static async Task<IReadOnlyList<RecordedTrial>> ReadAsync(IStudyRecord record, CancellationToken cancel)
    {
        var trials = await record.ReadAsync(cancel);
        var metrics = (await record.ReadMetricsAsync(cancel)).ToLookup(metric => metric.Trial);
        var notes = (await record.ReadNotesAsync(cancel)).ToLookup(note => note.Trial);
        var artifacts = (await record.ReadArtifactsAsync(cancel)).ToLookup(artifact => artifact.Trial);
        return [.. trials.Select(trial => new RecordedTrial(record, trial, [.. metrics[trial.Number]], [.. notes[trial.Number].Select(note => note.Text)], [.. artifacts[trial.Number]]))];
    }
}
