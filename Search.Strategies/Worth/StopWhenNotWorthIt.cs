using System.Globalization;
using System.Runtime.CompilerServices;

namespace HyperSearch;

/// <summary>Ends a study of which little more is to be expected.</summary>
/// <param name="Gain">
/// What is left of the budget must be expected to bring as much, in the unit of the study's metric; above 0, finite. Of a study without
/// a budget of trials, as many more as there are results.
/// </param>
/// <remarks>
/// It is asked at some numbers of results alone, and the first of them at which it is met ends the study for good: so all processes come
/// to the same from the record, also where results come after it. It is met where <see cref="Outlook.Worth"/> is less than the gain, and
/// the last 40 results have not made the best better by as much: so a study that still improves goes on, whatever the model says. Never
/// before there are more than these, and <see cref="Outlook.FewestTrials"/>.
/// </remarks>
/// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
public sealed record StopWhenNotWorthIt(double Gain) : Stop
{
    private const int LeastStep = 5, Share = 10;

    // Without them a model that is wrong for once ends a study: on tables of real searches they more than halve what stopping costs.
    private const int LastResults = 40;

    // What was found out of each history, so that it is found out once.
    private static readonly ConditionalWeakTable<object, Dictionary<(int Results, int More), Outlook?>> Known = [];

    public double Gain { get; init; } = Gain > 0 && double.IsFinite(Gain)
        ? Gain
        : throw new ArgumentOutOfRangeException(nameof(Gain), Gain, $"`0 < Gain < ∞` must hold, but it is {Gain}.");

    /// <inheritdoc/>
    public override string? ReasonOf(History history, int? trials)
    {
        foreach (var results in Lengths(Outlook.FewestTrials(history.Space), history.Results.Count))
        {
            var more = trials is { } most ? most - history.FinishedAfter(results).Count : results;
            if (more <= 0)
                return null;
            if (IsFlat(history, results) && OutlookAfter(history, results, more) is { } outlook && outlook.Worth < Gain)
            {
                return string.Create(CultureInfo.InvariantCulture, $"after {results} results, {more} more trials were expected to bring {outlook.Worth:G2} " +
                    $"of {history.Goal.Metric}, less than the {Gain:R} that they must be worth");
            }
        }
        return null;
    }

    private bool IsFlat(History history, int results) =>
        results > LastResults && BestLoss(history, results - LastResults) - BestLoss(history, results) < Gain;

    private static double BestLoss(History history, int results) =>
        new TrialRanking(history.Goal).Best(history.FinishedAfter(results)) is { } best ? history.Goal.Loss(best.Value!.Value) : double.PositiveInfinity;

    // At how many results it is asked: what that costs grows with the logarithm of how many there are.
    private static IEnumerable<int> Lengths(int fewest, int count)
    {
        for (var n = fewest; n <= count; n += Math.Max(LeastStep, n / Share))
            yield return n;
    }

    private static Outlook? OutlookAfter(History history, int results, int more)
    {
        var known = Known.GetOrCreateValue(history.Origin);
        lock (known)
        {
            if (!known.TryGetValue((results, more), out var outlook))
                known.Add((results, more), outlook = Outlook.Of(history.Problem, history.FinishedAfter(results), more));
            return outlook;
        }
    }
}
