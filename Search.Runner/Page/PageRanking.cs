namespace HyperSearch.Runner;

/// <summary>How good the trials of a study are, and how it came to its best one.</summary>
internal sealed class PageRanking
{
    private readonly IReadOnlyList<Trial> _trials;
    private readonly TrialRanking _ranking;
    private readonly int[] _best;
    private readonly int[] _ranks;

    /// <param name="trials">All trials, by number.</param>
    /// <param name="goal">What is looked for.</param>
    public PageRanking(IReadOnlyList<Trial> trials, Goal goal)
    {
        (_trials, _ranking) = (trials, new(goal));
        var complete = new List<int>();
        for (var i = 0; i < trials.Count; i++)
        {
            if (TrialRanking.CanBeBest(trials[i]))
                complete.Add(i);
        }
        complete.Sort((one, other) => _ranking.Compare(trials[one], trials[other]));
        _best = [.. complete];
        _ranks = new int[trials.Count];
        for (var i = 0; i < _best.Length; i++)
            _ranks[_best[i]] = i + 1;
    }

    /// <summary>The places of the complete trials that miss no constraint among all, best first.</summary>
    public ReadOnlySpan<int> Best => _best;

    /// <summary>The place of a trial among those, from 1; null where it is none.</summary>
    /// <param name="index">Its place among all trials.</param>
    public int? RankOf(int index) => _ranks[index] is > 0 and var rank ? rank : null;

    /// <summary>The complete trials that were the best when their results arrived, in that order, by their places among all trials.</summary>
    /// <remarks>
    /// A trial counts with the result that it has now, in its present place in the finishing order. So the last of them is the best
    /// trial, also where others were scored anew.
    /// </remarks>
    public IReadOnlyList<int> Improvements()
    {
        var places = _best.ToArray();
        Array.Sort(Array.ConvertAll(places, place => _trials[place].FinishOrder ?? int.MaxValue), places);
        var improvements = new List<int>();
        foreach (var place in places)
        {
            if (improvements is not [.., var best] || _ranking.Compare(_trials[place], _trials[best]) < 0)
                improvements.Add(place);
        }
        return improvements;
    }

    /// <summary>The trials that one would look at first: half of them the best, then those that failed, the newest first, then the other newest.</summary>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<Trial> MostImportant(int count)
    {
        count = Math.Min(count, _trials.Count);
        var chosen = new List<Trial>(count);
        var isChosen = new bool[_trials.Count];
        foreach (var place in Best[..Math.Min(Best.Length, (count + 1) / 2)])
            Choose(place);
        for (var place = _trials.Count - 1; place >= 0; place--)
        {
            if (_trials[place].State == TrialState.Failed)
                Choose(place);
        }
        for (var place = _trials.Count - 1; place >= 0; place--)
            Choose(place);
        return chosen;

        void Choose(int place)
        {
            if (chosen.Count == count || isChosen[place])
                return;
            isChosen[place] = true;
            chosen.Add(_trials[place]);
        }
    }
}
