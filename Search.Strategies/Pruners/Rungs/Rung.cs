namespace HyperSearch.Strategies;

/// <summary>The finished trials that have reached a step at which successive halving decides.</summary>
internal sealed class Rung(int step)
{
    private readonly RankedSet<RungEntry> _all = new(RungEntry.Order);
    private readonly RankedSet<RungEntry> _stopped = new(RungEntry.Order);

    public int Step => step;

    public int Count => _all.Count;

    public void Add(RungEntry entry)
    {
        _all.Add(entry);
        if (entry.IsStopped)
            _stopped.Add(entry);
    }

    public void Remove(RungEntry entry)
    {
        _all.Remove(entry);
        if (entry.IsStopped)
            _stopped.Remove(entry);
    }

    /// <summary>How many have a lower loss.</summary>
    public int CountBetter(double loss) => _all.CountBefore(RungEntry.First(loss));

    /// <summary>Those that were stopped here and are among the best 1/η of all that have reached the rung, the best first.</summary>
    /// <param name="running">The entries of those that run, in order. None of them is stopped.</param>
    /// <param name="eta">η.</param>
    public IEnumerable<RungEntry> Promotable(List<RungEntry> running, int eta)
    {
        var best = (_all.Count + running.Count) / eta;
        // Those that run take places among the best.
        for (var i = 0; i < running.Count && i + _all.CountBefore(running[i]) < (_all.Count + running.Count) / eta; i++)
            best--;
        return best > 0 && _stopped.Count > 0 ? _stopped.UpTo(_all[best - 1]) : [];
    }
}
