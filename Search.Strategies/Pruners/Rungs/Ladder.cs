using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The rungs of successive halving with the finished trials on them, which come and go one by one.</summary>
/// <remarks>It answers as <see cref="SuccessiveHalvingPruner"/> says, without looking at all trials.</remarks>
/// <param name="r">The step of the first decision; null for a fifth of the steps of the longest complete trial.</param>
/// <param name="eta">η.</param>
/// <param name="s">How many of the first decisions are left out.</param>
/// <param name="goal">The study's goal.</param>
internal sealed class Ladder(int? r, int eta, int s, Goal goal)
{
    // Of the longest complete trial, where r is not given.
    private const int ShareOfLongest = 5;

    private readonly SortedDictionary<int, Trial> _finished = []; // by finishing order
    private readonly Dictionary<int, Trial> _byNumber = [];
    private readonly SortedList<int, int> _lengths = []; // how many complete trials have so many steps
    private readonly List<Rung> _rungs = [];
    private int? _first;

    /// <summary>The place of the first result; null where there is none.</summary>
    public int? FirstResult => _finished.Count > 0 ? _finished.First().Key : null;

    public void Add(Trial trial)
    {
        _finished.Add(trial.FinishOrder!.Value, trial);
        _byNumber[trial.Number] = trial;
        if (IsLong(trial))
            _lengths[trial.LastStep] = _lengths.GetValueOrDefault(trial.LastStep) + 1;
        PutOnRungs(trial);
    }

    /// <summary>Removes a trial, where it is there.</summary>
    public void Remove(Trial trial)
    {
        if (!_finished.Remove(trial.FinishOrder!.Value))
            return;
        _byNumber.Remove(trial.Number);
        if (IsLong(trial) && --_lengths[trial.LastStep] == 0)
            _lengths.Remove(trial.LastStep);
        foreach (var (rung, entry) in EntriesOf(trial))
            rung.Remove(entry);
    }

    /// <summary>Whether a trial should stop.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="running">Those that run.</param>
    public bool ShouldStop(Trial trial, IEnumerable<Trial> running)
    {
        Prepare();
        if (_first is not { } first || RungReachedBy(trial, first) is not { } step)
            return false;
        var loss = trial.LossAt(step, goal)!.Value;
        var rung = _rungs.Find(rung => rung.Step == step);
        var (reached, better) = rung is null ? (1, 0) : (1 + rung.Count, rung.CountBetter(loss));
        if (_byNumber.TryGetValue(trial.Number, out var own) && own.LossAt(step, goal) is { } before)
            Count(before, -1);
        foreach (var peer in running)
        {
            if (peer.Number != trial.Number && peer.LossAt(step, goal) is { } other)
                Count(other, 1);
        }
        return better >= Math.Max(1, reached / eta);

        void Count(double other, int change)
        {
            reached += change;
            if (other < loss)
                better += change;
        }
    }

    /// <summary>Algorithm 2, get_job: from the highest rung down, those of its best 1/η that have not gone on.</summary>
    /// <param name="running">Those that run.</param>
    public IEnumerable<Trial> Promotable(IReadOnlyCollection<Trial> running)
    {
        Prepare();
        return Enumerable.Reverse(_rungs).SelectMany(rung =>
        {
            List<RungEntry> others = [.. running.Select(peer => (peer.Number, Loss: peer.LossAt(rung.Step, goal)))
                .Where(peer => peer.Loss is not null).Select(peer => new RungEntry(peer.Loss!.Value, IsStopped: false, peer.Number)).Order(RungEntry.Order)];
            return rung.Promotable(others, eta);
        }).Select(entry => _byNumber[entry.Number]);
    }

    private bool IsLong(Trial trial) => r is null && trial.State == TrialState.Complete && trial.Measurements.Count > 0;

    // Where the longest complete trial is another one, so may be all rungs.
    private void Prepare()
    {
        var first = r ?? (_lengths.Count > 0 ? Math.Max(_lengths.GetKeyAtIndex(_lengths.Count - 1) / ShareOfLongest, 1) : null);
        if (first == _first)
            return;
        _first = first;
        _rungs.Clear();
        foreach (var trial in _finished.Values)
            PutOnRungs(trial);
    }

    private void PutOnRungs(Trial trial)
    {
        foreach (var (rung, entry) in EntriesOf(trial))
            rung.Add(entry);
    }

    // The rungs that a trial has reached, made where they are not there yet, and its place on each.
    private IEnumerable<(Rung Rung, RungEntry Entry)> EntriesOf(Trial trial)
    {
        if (_first is not { } first || trial.Measurements.Count == 0)
            yield break;
        var last = RungAt(trial.LastStep, first);
        var step = FirstDecision(first);
        for (var i = 0; step <= last; i++, step *= eta)
        {
            if (i == _rungs.Count)
                _rungs.Add(new((int)step));
            var isStopped = trial.State == TrialState.Pruned && step == last;
            yield return (_rungs[i], new(trial.LossAt((int)step, goal)!.Value, isStopped, trial.Number));
        }
    }

    // The step of the decision that the newest measurement has reached; null where it has reached none that was not decided.
    private int? RungReachedBy(Trial trial, int first)
    {
        var before = trial.Measurements.Count > 1 ? trial.Measurements[^2].Step : int.MinValue;
        return RungAt(trial.LastStep, first) is { } rung && rung > before ? rung : null;
    }

    // The last decision up to a step; null where there is none.
    private int? RungAt(int step, int first)
    {
        var rung = FirstDecision(first);
        if (rung > step)
            return null;
        while (rung * eta <= step)
            rung *= eta;
        return (int)rung;
    }

    private double FirstDecision(int first) => first * PortableMath.Power(eta, s);
}
