namespace HyperSearch.Runner;

/// <summary>
/// Asks a strategy for a proposal that the study allows and, in a space of few points, that was not tried: the one place where it is
/// asked again, so that replay comes to the same.
/// </summary>
/// <remarks>
/// The random stream goes on from one question to the next. Of a strategy that insists on a point the nearest one that can be drawn
/// around it takes its place. All is a function of the history, as the strategy is.
/// </remarks>
internal static class Proposer
{
    private const int MostQuestions = 20, DrawsPerWidth = 50, DrawsAnywhere = 20_000;

    private const double SmallestWidth = 1.0 / 64;

    /// <summary>The next proposal; null where there is nothing left to propose.</summary>
    /// <param name="strategy">What proposes.</param>
    /// <param name="history">The study and its trials so far.</param>
    /// <param name="allTried">How many points the space has, where all of them were tried; else null.</param>
    /// <exception cref="SpaceException">The study forbids all that was drawn.</exception>
    public static Proposal? Propose(IStrategy strategy, History history, out int? allTried)
    {
        var random = history.ProposalStream();
        if (strategy is ReplicatedSearch replicated)
        {
            // A point that is repeated on purpose is not one that was tried by chance.
            allTried = null;
            if (replicated.Repeat(history) is { } again)
                return again;
            (strategy, history) = (replicated.Inner, replicated.Merge(history));
        }
        var space = history.Space;
        var untried = strategy.RepeatsPoints ? null : UntriedPoints.Of(history);
        allTried = untried?.Points.Count == 0 ? space.Combinations!.Count : null;
        if (allTried is not null || strategy.Propose(history, ref random) is not { } first)
            return null;
        var proposal = first;
        for (var questions = 1; !IsAcceptable(space, untried, proposal.Point); questions++)
        {
            var another = questions < MostQuestions ? strategy.Propose(history, ref random) : null;
            if (another is null || another.Point == proposal.Point)
                return first with { Point = Nearest(space, untried, first.Point, ref random), Note = first.Note is { } note ? $"{note}, moved" : "moved" };
            proposal = another;
        }
        return proposal;
    }

    private static bool IsAcceptable(SearchSpace space, UntriedPoints? untried, Point proposed) => untried is not null
        ? untried.Contains(space.Complete(proposed.Codes))
        : space.RejectionOf(IsWhole(proposed) ? proposed : space.Complete(proposed.Codes)) is null;

    // Its codes need not be exact: what they stand for is the same.
    private static bool IsWhole(Point point)
    {
        foreach (var code in point.Codes)
        {
            if (double.IsNaN(code))
                return false;
        }

        return true;
    }

    private static Point Nearest(SearchSpace space, UntriedPoints? untried, Point proposed, ref RandomStream random)
    {
        if (untried is not null)
            return untried.Nearest(space.Complete(proposed.Codes), ref random);
        var center = proposed.Codes.ToArray();
        for (var i = 0; i < center.Length; i++)
        {
            if (double.IsNaN(center[i]))
                center[i] = Draw(space[i], ref random);
        }
        for (var width = SmallestWidth; width <= 1; width *= 2)
        {
            for (var draw = 0; draw < DrawsPerWidth; draw++)
            {
                var point = space.Complete(Around(space, center, width, ref random));
                if (space.RejectionOf(point) is null)
                    return point;
            }
        }
        return Anywhere(space, ref random);
    }

    private static Point Anywhere(SearchSpace space, ref RandomStream random)
    {
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new double[space.Count];
        for (var draw = 0; draw < DrawsAnywhere; draw++)
        {
            for (var i = 0; i < codes.Length; i++)
                codes[i] = Draw(space[i], ref random);
            var point = space.Complete(codes);
            if (space.RejectionOf(point) is not { } reason)
                return point;
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }
        throw new SpaceException($"The study forbids everything: all of {DrawsAnywhere:N0} combinations that were drawn are rejected, most often because of: " +
            $"{SafeText.Line(reasons.MaxBy(pair => pair.Value).Key)}. A condition may be the wrong way round, or leave next to nothing.");
    }

    // A number moves by a normal step, at least so that it can change; an option changes with the width as its chance.
    private static double[] Around(SearchSpace space, double[] center, double width, ref RandomStream random)
    {
        var codes = new double[center.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = space[i].IsCategorical
                ? random.NextDouble() < width ? Draw(space[i], ref random) : center[i]
                : Math.Clamp(center[i] + (space[i].Levels is { } levels ? Math.Max(width, 1.0 / levels) : width) * random.NextNormal(), 0, 1);
        }
        return codes;
    }

    private static double Draw(Parameter parameter, ref RandomStream random) =>
        parameter.IsCategorical ? random.NextInt(parameter.Levels!.Value) : random.NextDouble();
}
