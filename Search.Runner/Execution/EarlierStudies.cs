using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>Finds the studies that a new study learns from, and takes from them what it records of them.</summary>
public static class EarlierStudies
{
    /// <summary>The most that a study learns from.</summary>
    public const int Most = 10;

    /// <summary>So many complete trials has a study that is learnt from without being named.</summary>
    public const int FewestTrials = 3;

    /// <summary>
    /// What a new study takes from the others of its store, the newest first: for <see cref="SearchProblem.Earlier"/>. The
    /// <see cref="ShippedPortfolio"/> where none was asked for by name, none is related, and its parameters are a trainer's.
    /// </summary>
    /// <param name="store">The store that the study will be in.</param>
    /// <param name="study">The new study.</param>
    /// <param name="which">Which it learns from.</param>
    /// <param name="warn">Takes note of what was passed over.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StoreException">There is no study to a pattern, or none to learn from; or one that is named cannot be read.</exception>
    public static async Task<IReadOnlyList<EarlierStudy>> TakeAsync(IStudyStore store, StudyDefinition study, Earlier which, Action<string> warn, CancellationToken cancel = default)
    {
        if (which.Patterns is { Count: 0 })
            return [];
        try
        {
            var others = (await store.ListAsync(cancel)).Where(other => other.Name != study.Name)
                .OrderByDescending(other => other.Created).ThenBy(other => other.Name, StringComparer.Ordinal).ToArray();
            return which.Patterns is { } patterns
                ? await TakeNamedAsync(store, study, patterns, others, warn, cancel)
                : await TakeRelatedAsync(store, study, others, warn, cancel) is { Count: > 0 } related ? related
                : ShippedPortfolio.For(study.Space) is { } shipped ? [shipped]
                : [];
        }
        catch (StoreException exception) when (which.Patterns is null)
        {
            warn($"Nothing is learnt from earlier studies: {exception.Message}");
            return [];
        }
    }

    /// <summary>
    /// Whether what a study on record learns from can be what was asked for: all of it was named, and each name or pattern has brought
    /// something. The names are those of the time when it began; there may have been more to a pattern since.
    /// </summary>
    public static bool IsAsRecorded(Earlier which, IReadOnlyList<EarlierStudy> recorded) => which.Patterns is not { } patterns
        || (patterns.Count > 0 == recorded.Count > 0
            && recorded.All(study => patterns.Any(pattern => Earlier.Matches(pattern, study.Name)))
            && (recorded.Count == Most || patterns.All(pattern => recorded.Any(study => Earlier.Matches(pattern, study.Name)))));

    private static async Task<IReadOnlyList<EarlierStudy>> TakeRelatedAsync(IStudyStore store, StudyDefinition study, IReadOnlyList<StudySummary> others, Action<string> warn, CancellationToken cancel)
    {
        var taken = new List<EarlierStudy>();
        foreach (var other in others.Where(other => other.Counts.Complete >= FewestTrials))
        {
            if (taken.Count == Most)
                break;
            try
            {
                if (await store.FindAsync(other.Name, cancel) is { } record && IsRelated(record, study) && await TakeAsync(record, cancel) is { } one)
                    taken.Add(one);
            }
            catch (StoreException exception)
            {
                warn($"Nothing is learnt from study '{SafeText.Line(other.Name)}': {exception.Message}");
            }
        }
        return taken;
    }

    private static async Task<IReadOnlyList<EarlierStudy>> TakeNamedAsync(
        IStudyStore store, StudyDefinition study, IReadOnlyList<string> patterns, IReadOnlyList<StudySummary> others, Action<string> warn, CancellationToken cancel)
    {
        var matching = new List<(string Name, IStudyRecord Record)>();
        foreach (var other in others.Where(other => other.Counts.Complete > 0 && patterns.Any(pattern => Earlier.Matches(pattern, other.Name))))
        {
            if (await store.FindAsync(other.Name, cancel) is { } record && Shared(record, study) > 0)
                matching.Add((other.Name, record));
        }
        foreach (var pattern in patterns)
        {
            if (!matching.Exists(one => Earlier.Matches(pattern, one.Name)))
                throw new StoreException(NothingToLearn(pattern, others));
        }

        if (matching.Count > Most)
            warn($"Of {matching.Count} studies to learn from, the {Most} newest are taken.");
        var taken = new List<EarlierStudy>();
        foreach (var (_, record) in matching.Take(Most))
        {
            if (await TakeAsync(record, cancel) is { } one)
                taken.Add(one);
        }
        return taken;
    }

    private static string NothingToLearn(string pattern, IReadOnlyList<StudySummary> others)
    {
        var matches = others.Where(other => Earlier.Matches(pattern, other.Name)).ToArray();
        var shown = SafeText.Line(pattern);
        return (others.Count, matches.Length) switch
        {
            (0, _) => $"There is no earlier study to '{shown}': the store has none.",
            (_, 0) => $"There is no earlier study to '{shown}'. There are: {Names(others)}.",
            _ when Array.TrueForAll(matches, match => match.Counts.Complete == 0) => $"There is nothing to learn from {Names(matches)}: no trial is complete.",
            _ => $"There is nothing to learn from {Names(matches)}: no parameter is the study's own, by name, kind and scale.",
        } + " `--learn-from none` begins without.";
    }

    private static string Names(IEnumerable<StudySummary> studies) => string.Join(", ", studies.Select(study => SafeText.Line(study.Name)).Order(StringComparer.Ordinal));

    private static bool IsRelated(IStudyRecord record, StudyDefinition study) => Shared(record, study) is > 0 and var shared && 2 * shared >= study.Space.Count;

    private static int Shared(IStudyRecord record, StudyDefinition study) =>
        new EarlierStudy(record.Study.Name, 0, [.. record.Study.Space.Parameters.Select(parameter => parameter.Definition)], []).SharedWith(study.Space).Count;

    // Null where it was renamed, deleted or widened just now.
    private static async Task<EarlierStudy?> TakeAsync(IStudyRecord record, CancellationToken cancel)
    {
        try
        {
            return TakenTrials.Of(record.Study, await record.ReadWithoutMeasurementsAsync(cancel));
        }
        catch (StudyChangedException)
        {
            return null;
        }
    }
}
