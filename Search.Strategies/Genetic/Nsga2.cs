using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// NSGA-II, for several goals: Deb, Pratap, Agarwal, Meyarivan: "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", IEEE
/// Transactions on Evolutionary Computation 6(2), 2002. Parents win binary tournaments by constrained domination and crowding; numbers
/// are crossed by simulated binary crossover and mutated by polynomials, options are taken from one parent or drawn anew.
/// </summary>
/// <remarks>
/// Nothing is kept of what was drawn: each <see cref="Population"/> results, in the order of their arrival, are a generation, whoever
/// proposed them, and the best of it and of the population before are the next. With one goal it is a plain genetic algorithm.
/// </remarks>
public sealed class Nsga2 : IStrategy
{
    private const int Draws = 20, DrawsWithRejections = 200;

    private readonly TriedPoints _tried = new();
    private readonly CommonPrefix _prefix = new();
    private readonly List<Trial[]> _populations = []; // after each generation, best first
    private SearchProblem? _problem;

    /// <summary>How many trials a generation has, and how many of the best are kept as parents; 2 or more.</summary>
    public int Population { get; init => field = Require.That(value >= 2, "2 <= Population", value); } = 20;

    /// <summary>The chance that a trial has two parents, in [0, 1].</summary>
    public double Crossover { get; init => field = Require.That(value is >= 0 and <= 1, "0 <= Crossover <= 1", value); } = 0.9;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _tried.Update(history);
        Update(history);
        if (_populations is not [.., var parents])
        {
            return InitialDesign.Next(history, _tried, int.MaxValue, fewestResults: 0, ref random) is { } start
                ? new(domain.ImputeInactive(start, ref random)) { Note = InitialDesign.Note }
                : null;
        }
        var note = $"generation {_populations.Count}";
        for (var draw = 0; draw < (domain.Space.HasRejections ? DrawsWithRejections : Draws); draw++)
        {
            var codes = Offspring(domain, parents, ref random);
            var point = domain.Complete(codes);
            if (!_tried.Contains(point) && domain.Allows(point))
                return new(new Point(codes)) { Note = note };
        }
        return new(domain.ImputeInactive(_tried.DrawUntried(domain, ref random), ref random)) { Note = $"{note}, random" };
    }

    // Takes in the generations that have become complete.
    private void Update(History history)
    {
        var shared = _prefix.Update(history.Finished) / Population;
        if (!ReferenceEquals(_problem, history.Problem))
            (_problem, shared) = (history.Problem, 0);
        if (shared < _populations.Count)
            _populations.RemoveRange(shared, _populations.Count - shared);
        while ((_populations.Count + 1) * Population <= history.Finished.Count)
        {
            Trial[] candidates =
            [
                .. _populations is [.., var last] ? last : [],
                .. Enumerable.Range(_populations.Count * Population, Population).Select(i => history.Finished[i]),
            ];
            _populations.Add([.. Observations.Of(history.Problem, candidates).Ranking().Take(Population).Select(i => candidates[i])]);
        }
    }

    private double[] Offspring(SearchDomain domain, Trial[] parents, ref RandomStream random)
    {
        var one = domain.ImputedCodes(Winner(parents, ref random).Point, ref random);
        var other = domain.ImputedCodes(Winner(parents, ref random).Point, ref random);
        if (random.NextDouble() < Crossover)
            Variation.Cross(domain, one, other, ref random);
        Variation.Mutate(domain, one, ref random);
        return one;
    }

    // The population is in its order, so that the lower place wins.
    private static Trial Winner(Trial[] parents, ref RandomStream random) =>
        parents[Math.Min(random.NextInt(parents.Length), random.NextInt(parents.Length))];
}
