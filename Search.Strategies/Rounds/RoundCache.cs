namespace HyperSearch.Strategies;

/// <summary>The rounds that were planned for earlier proposals of a study. Saves time, nothing else.</summary>
internal sealed class RoundCache<TRound>
{
    private readonly List<TRound> _rounds = [];
    private SearchSpace? _space;

    /// <summary>The cached round where it is still true; else one that is planned now, in place of it and of all after it.</summary>
    /// <param name="space">The study's space: rounds of another one are forgotten.</param>
    /// <param name="index">Which round, from 0; the rounds before it must have been asked for.</param>
    /// <param name="isTrue">Whether a cached round is what would be planned now.</param>
    /// <param name="plan">Plans the round.</param>
    public TRound Get(SearchSpace space, int index, Predicate<TRound> isTrue, Func<TRound> plan)
    {
        if (!ReferenceEquals(_space, space))
        {
            _space = space;
            _rounds.Clear();
        }
        if (index < _rounds.Count && isTrue(_rounds[index]))
            return _rounds[index];
        _rounds.RemoveRange(index, _rounds.Count - index);
        _rounds.Add(plan());
        return _rounds[index];
    }
}
