using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>How the range of a parameter follows from the results so far.</summary>
/// <param name="EliteShare">The share of the scored trials that counts as elite.</param>
/// <param name="Margin">What is added on each side, as a share of the interval that the elite trials span.</param>
/// <param name="Chance">
/// A parameter counts as unimportant, and is not narrowed, where as many trials picked at random would lie as close together
/// with more than this probability.
/// </param>
internal sealed record NarrowingRules(double EliteShare, double Margin, double Chance)
{
    // Where the best trial is this close to an edge, as a share of the range, the edge moves out by WidenBy.
    private const double Edge = 0.1, WidenBy = 0.25;
    private const int FewestElites = 4, FewestToJudge = 3;

    /// <summary>Whether so many scored trials are enough to tell elite ones from the others.</summary>
    public static bool CanJudge(int scored) => scored >= 2 * FewestElites;

    /// <summary>How many of so many scored trials are elite.</summary>
    public int Elites(int scored) => Math.Max(FewestElites, (int)Math.Ceiling(EliteShare * scored));

    /// <summary>The range of the next round, and what was done: see <see cref="NarrowingMove"/>.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="before">Its range in the round that ends.</param>
    /// <param name="codes">The codes of all finished trials, best first; NaN where the parameter was inactive.</param>
    /// <param name="elites">How many of them are elite.</param>
    public (ParameterRange Range, NarrowingMove Move) Next(Parameter parameter, ParameterRange before, double[] codes, int elites)
    {
        var elite = codes.Take(elites).Where(double.IsFinite).ToArray();
        var all = codes.Where(double.IsFinite).ToArray();
        if (elite.Length < FewestToJudge)
            return (before, NarrowingMove.Kept);
        return before.Options is { } options ? NextOptions(before, options, elite, all) : NextInterval(parameter, before, elite, all, codes[0]);
    }

    // An option stays unless no elite trial has it although by chance one would: (1 − p)^k, p its share of all trials.
    private (ParameterRange, NarrowingMove) NextOptions(ParameterRange before, int[] options, double[] elite, double[] all)
    {
        var kept = all.Concat(options.Select(option => (double)option)).Distinct().Where(option =>
            elite.Contains(option)
            || PortableMath.Power(1 - all.Count(code => code == option) / (double)all.Length, elite.Length) > Chance);
        var next = before with { Options = [.. kept.Select(option => (int)option).Order()] };
        return (next, next.Options.AsSpan().SequenceEqual(options) ? NarrowingMove.Kept
            : next.Options.Length > options.Length ? NarrowingMove.Widened : NarrowingMove.Narrowed);
    }

    private (ParameterRange, NarrowingMove) NextInterval(Parameter parameter, ParameterRange before, double[] elite, double[] all, double best)
    {
        var (low, high) = (elite.Min(), elite.Max());
        var inside = all.Count(code => code >= low && code <= high) / (double)all.Length;
        if (ChanceOfRange(inside, elite.Length) > Chance)
            return (before, NarrowingMove.Kept);

        // A discrete parameter keeps the neighbours of its elite values.
        var step = parameter.Levels is { } levels and > 1 ? 1.0 / (levels - 1) : 0;
        var margin = Math.Max(Margin * (high - low), step);
        (low, high) = (low - margin, high + margin);
        if (best - before.Low <= Edge * before.Width)
            low = Math.Min(low, before.Low - Math.Max(step, WidenBy * before.Width));
        if (before.High - best <= Edge * before.Width)
            high = Math.Max(high, before.High + Math.Max(step, WidenBy * before.Width));
        var next = new ParameterRange(parameter.Snap(Math.Max(0, low)), parameter.Snap(Math.Min(1, high)), null);
        return (next, next.Low == before.Low && next.High == before.High ? NarrowingMove.Kept
            : next.Low < before.Low || next.High > before.High ? NarrowingMove.Widened : NarrowingMove.Narrowed);
    }

    // That k draws of a uniform number span no more than w: k w^(k−1) − (k−1) w^k (David and Nagaraja, Order Statistics, 2.3).
    private static double ChanceOfRange(double w, int k) => k * PortableMath.Power(w, k - 1) - (k - 1) * PortableMath.Power(w, k);
}
