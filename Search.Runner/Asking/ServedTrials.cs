using System.Collections.Concurrent;

namespace HyperSearch.Runner;

/// <summary>The trials that a program has asked for in a session. Safe for use by several threads.</summary>
internal sealed class ServedTrials
{
    private readonly ConcurrentDictionary<int, ServedTrial> _open = [];
    private readonly ConcurrentDictionary<int, bool> _told = [];

    public void Add(HeldTrial held) => _open[held.Trial.Number] = new(held);

    /// <summary>A trial that is not told yet.</summary>
    /// <exception cref="RequestException">It is none of these.</exception>
    public ServedTrial Find(int number) => _open.TryGetValue(number, out var trial) ? trial : throw new RequestException(
        _told.ContainsKey(number) ? Told(number) : $"Trial {number} was not asked for here.",
        _told.ContainsKey(number) ? RequestException.Late : RequestException.OfRequest);

    /// <summary>Takes out a trial that is to be told.</summary>
    /// <exception cref="RequestException">It was told before.</exception>
    public void Close(ServedTrial trial)
    {
        var number = trial.Held.Trial.Number;
        if (!_open.TryRemove(KeyValuePair.Create(number, trial)))
            throw new RequestException(Told(number), RequestException.Late);
        _told[number] = true;
    }

    /// <summary>Takes back in a trial whose end could not be recorded, so that it can be told again.</summary>
    public void Reopen(ServedTrial trial)
    {
        _told.TryRemove(trial.Held.Trial.Number, out _);
        _open.TryAdd(trial.Held.Trial.Number, trial);
    }

    /// <summary>Gives back all that is not told.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<int>> ReleaseAsync()
    {
        var released = new List<int>();
        foreach (var (number, trial) in _open.OrderBy(pair => pair.Key))
        {
            Close(trial);
            if (await trial.Held.ReleaseAsync())
                released.Add(number);
        }
        return released;
    }

    private static string Told(int number) => $"Trial {number} was told before: a trial has one result.";
}
