using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Chooses among the strategies by the space and by how many results there are; the note of a proposal says which one it
/// chose and why.
/// </summary>
/// <remarks>
/// Where all parameters have few values, a Gaussian process that stays near the best trials, and once there are enough results
/// for a forest, the two in turn. Where some are ranges, a rotation: that process, one that looks over the whole space and tells
/// all losses apart, the first again, and that process where its mean is lowest. Past the reach of a Gaussian process, CMA-ES for
/// continuous numbers, else the Parzen estimator twice and a random forest once in turn. Where earlier studies say something of
/// the space, the process that knows them has the first results to itself. With several goals or constraints, processes of all of them
/// in every space, and past their reach NSGA-II and the Parzen estimator in turn.
/// </remarks>
public sealed class AutoSearch : IStrategy
{
    // From here on a proposal of the process would take more than some 20 ms.
    private const int MostResults = 500;

    private const int ForestResults = 25;

    // What earlier studies know is known to the process alone; by then the present study knows most of it.
    private const int EarlierResults = 25;

    // There are several processes then, and more to sum up.
    private const int MostResultsOfGoals = 250;

    private readonly GaussianProcessSearch _goals = new();
    private readonly Nsga2 _genetic = new();
    private readonly GaussianProcessSearch _near = new() { GlobalPoints = 0 };
    private readonly GaussianProcessSearch _wide = new() { GlobalPoints = 256, KeptShare = 1 };
    private readonly GaussianProcessSearch _greedy = new() { GlobalPoints = 0, KeptShare = 1, IsGreedy = true };
    private readonly Tpe _tpe = new();
    private readonly ForestSearch _forest = new();
    private readonly CmaEs _cma = new();

    /// <inheritdoc/>
    public bool LearnsFromEarlierStudies => true;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var (strategy, choice) = Choose(history);
        var proposal = strategy.Propose(history, ref random);
        if (proposal?.Note?.StartsWith(Portfolio.Note, StringComparison.Ordinal) == true)
            return proposal;
        return proposal is null ? null : proposal with { Note = proposal.Note is { } note ? $"{choice}: {note}" : choice };
    }

    private (IStrategy Strategy, string Choice) Choose(History history)
    {
        if (!history.Problem.HasOneLoss)
            return ChooseForGoals(history);
        var domain = SearchDomain.Of(history.Space);
        if (history.Finished.Count >= MostResults)
        {
            if (domain.HasContinuous && !Enumerable.Range(0, domain.Count).Any(domain.IsCategorical))
                return (_cma, $"CMA-ES (numbers only, over {MostResults} results)");
            // A forest takes some fifty times as long.
            return history.Number % 3 != 0
                ? (_tpe, $"Parzen estimator (choices, over {MostResults} results)")
                : (_forest, $"random forest (choices, over {MostResults} results)");
        }
        if (!domain.HasRange)
        {
            return history.Finished.Count < ForestResults || history.Number % 2 == 0
                ? (_near, "Gaussian process (few values)")
                : (_forest, $"random forest (few values, every other trial from {ForestResults} results on)");
        }
        if (history.Finished.Count < EarlierResults && _near.Learns(history.Problem))
            return (_near, $"Gaussian process (earlier studies, up to {EarlierResults} results)");
        return (history.Number % 4) switch
        {
            1 => (_wide, "Gaussian process, whole space (ranges, second of four)"),
            3 => (_greedy, "Gaussian process, greedy (ranges, last of four)"),
            _ => (_near, "Gaussian process, near the best (ranges)"),
        };
    }

    private (IStrategy Strategy, string Choice) ChooseForGoals(History history)
    {
        var what = history.Problem.FurtherGoals.Count > 0 ? "several goals" : "constraints";
        if (history.Finished.Count < MostResultsOfGoals)
            return (_goals, $"Gaussian processes ({what})");
        return history.Number % 2 == 0
            ? (_genetic, $"NSGA-II ({what}, over {MostResultsOfGoals} results)")
            : (_tpe, $"Parzen estimator ({what}, over {MostResultsOfGoals} results)");
    }
}
