namespace HyperSearch.Strategies;

/// <summary>
/// Which trials of several goals are good, and how much each counts. Ozaki, Tanigaki, Watanabe, Nomura, Onishi: "Multiobjective
/// Tree-Structured Parzen Estimator", JAIR 73, 2022, sections 3.2 and 3.3.
/// </summary>
internal static class GoodByGoals
{
    // Of a front of more, the least crowded ones are compared.
    private const int MostCompared = 200;

    // What a trial counts that adds nothing.
    private const double LeastWeight = 1e-3;

    /// <summary>Has the good trials stand first: whole fronts, and of the last one those which together have the largest hypervolume.</summary>
    /// <param name="problem">The study's problem.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="ranking">Their places by <see cref="Observations"/>, which are changed among equals.</param>
    /// <param name="good">How many are good.</param>
    /// <returns>(good): what each adds to the hypervolume of all of them, as a share of the largest.</returns>
    public static double[] Choose(SearchProblem problem, IReadOnlyList<Trial> trials, int[] ranking, int good)
    {
        // Those that miss a constraint, or have no values, are the last.
        var counted = ranking.TakeWhile(i => trials[i].IsFeasible && GoalLosses.AreKnown(problem, trials[i])).Take(MostCompared).Count();
        var losses = GoalLosses.Of(problem, [.. ranking.Take(counted).Select(i => trials[i])]);
        var weights = new double[good];
        Array.Fill(weights, LeastWeight);
        if (counted == 0)
            return weights;
        var reference = ReferencePoint.Far(losses);
        if (counted > good)
            ChooseOfLastFront(losses, ranking, good, reference);
        double[][] chosen = [.. losses.Take(good)];
        var all = Hypervolume.Of(chosen, reference);
        double[] added = [.. chosen.Select((_, i) => all - Hypervolume.Of(chosen.Where((_, other) => other != i), reference))];
        var largest = added.Max();
        for (var i = 0; largest > 0 && i < added.Length; i++)
            weights[i] = Math.Max(LeastWeight, added[i] / largest);
        return weights;
    }

    // Greedily: the volume of those so far with one more is submodular (Guerreiro, Fonseca, Paquete: "Greedy Hypervolume Subset Selection
    // in Low Dimensions", Evolutionary Computation 24(3), 2016).
    private static void ChooseOfLastFront(double[][] losses, int[] ranking, int good, double[] reference)
    {
        var ranks = Domination.Ranks(losses);
        var first = Array.IndexOf(ranks, ranks[good - 1]);
        var end = Array.LastIndexOf(ranks, ranks[good - 1]) + 1;
        for (var place = first; place < good; place++)
        {
            var (best, largest) = (place, double.NegativeInfinity);
            for (var candidate = place; candidate < end; candidate++)
            {
                if (Hypervolume.Of(losses.Skip(first).Take(place - first).Append(losses[candidate]), reference) is var volume && volume > largest)
                    (best, largest) = (candidate, volume);
            }
            (losses[place], losses[best]) = (losses[best], losses[place]);
            (ranking[place], ranking[best]) = (ranking[best], ranking[place]);
        }
    }
}
