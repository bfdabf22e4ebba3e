using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The processes that have run the trials of a study, in the order of the trials that they began with.</summary>
internal sealed class PageWorkers
{
    // Each start of a process is one. More would be no picture, and could be any number.
    private const int Most = 1000;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly int?[] _ofTrials;

    /// <param name="trials">All trials, by number.</param>
    /// <param name="attempts">Their attempts, by trial, in order.</param>
    public PageWorkers(IReadOnlyList<Trial> trials, IReadOnlyList<TrialAttempt> attempts)
    {
        _ofTrials = new int?[trials.Count];
        var trial = 0;
        foreach (var attempt in attempts)
        {
            if (attempt.Worker is null)
                continue;
            if (!_places.TryGetValue(attempt.Worker, out var place) && _places.Count < Most)
            {
                _places.Add(attempt.Worker, place = _places.Count);
                _names.Add(attempt.Worker);
            }
            while (trial < trials.Count && trials[trial].Number < attempt.Trial)
                trial++;
            if (trial < trials.Count && trials[trial].Number == attempt.Trial && trials[trial].Attempt == attempt.Number && trials[trial].State != TrialState.Waiting)
                _ofTrials[trial] = PlaceOf(attempt.Worker);
        }
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The place of a process among the names; null where it has none.</summary>
    public int? PlaceOf(string? worker) => worker is not null && _places.TryGetValue(worker, out var place) ? place : null;

    /// <summary>The same of the process that runs a trial or led to its result; null where it waits.</summary>
    /// <param name="index">The trial's place among all trials.</param>
    public int? OfTrial(int index) => _ofTrials[index];
}
