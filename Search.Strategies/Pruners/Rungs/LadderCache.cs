using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>
/// The ladders of the histories that a pruner was asked about, kept from one question to the next: only what is new is put on them.
/// Safe for use by several threads, of several studies.
/// </summary>
/// <param name="create">Makes the ladders of a history, empty, one for each bracket.</param>
/// <param name="bracketOf">The bracket of a trial by its number.</param>
internal sealed class LadderCache(Func<Goal, Ladder[]> create, Func<int, int> bracketOf)
{
    // It goes with what the history was cut from.
    private readonly ConditionalWeakTable<object, LadderState> _states = [];

    /// <summary>Asks the ladders as they stand in a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="ask">Is given them and the trials that run, each by bracket. Nothing that it answers may still look at them.</param>
    public T Ask<T>(History history, Func<Ladder[], ILookup<int, Trial>, T> ask)
    {
        var running = history.Running.ToLookup(trial => bracketOf(trial.Number));
        var state = _states.GetValue(history.Origin, _ => new(create(history.Goal), bracketOf));
        lock (state)
        {
            state.MoveTo(history);
            return ask(state.Ladders, running);
        }
    }
}
