using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What proposals saw of a study, as <see cref="HistoryLog.At(Trial)"/> rebuilds it, without making a history of each.</summary>
internal sealed class SeenResults
{
    private const int MostRunning = 100;

    private readonly IReadOnlyList<Trial> _trials;
    private readonly TrialRanking _ranking;
    private readonly int[] _firstResults;
    private readonly List<(Trial Result, int Replaced)> _results = [];

    /// <param name="trials">All trials, by number.</param>
    /// <param name="goal">What is looked for.</param>
    public SeenResults(IReadOnlyList<Trial> trials, Goal goal)
    {
        (_trials, _ranking) = (trials, new(goal));
        _firstResults = new int[trials.Count];
        for (var i = 0; i < trials.Count; i++)
        {
            // Before the first of them it was out; each later one takes the place of the one before.
            var next = int.MaxValue;
            foreach (var result in trials[i].Results)
            {
                if (TrialRanking.CanBeBest(result))
                    _results.Add((result, next));
                next = result.FinishOrder ?? int.MaxValue;
            }
            _firstResults[i] = next;
        }
    }

    /// <summary>The best results that a proposal saw, best first.</summary>
    /// <param name="observed">How many results it saw.</param>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<Trial> Best(int observed, int count)
    {
        var best = new List<Trial>(count + 1);
        foreach (var (result, replaced) in _results)
        {
            if (result.FinishOrder >= observed || replaced < observed || (best.Count == count && _ranking.Compare(result, best[^1]) > 0))
                continue;
            var place = best.Count;
            while (place > 0 && _ranking.Compare(result, best[place - 1]) < 0)
                place--;
            best.Insert(place, result);
            if (best.Count > count)
                best.RemoveAt(count);
        }
        return best;
    }

    /// <summary>The numbers of the trials that were out when one was proposed, the first hundred.</summary>
    /// <param name="number">The number of that trial.</param>
    /// <param name="observed">How many results its proposal saw.</param>
    public IReadOnlyList<int> Running(int number, int observed)
    {
        var running = new List<int>();
        for (var i = 0; i < _trials.Count && _trials[i].Number < number && running.Count < MostRunning; i++)
        {
            if (_firstResults[i] >= observed)
                running.Add(_trials[i].Number);
        }
        return running;
    }
}
