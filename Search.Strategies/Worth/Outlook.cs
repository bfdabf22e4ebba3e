using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>What more trials of a study are expected to bring, in the unit of its metric: positive is better, whatever the goal's direction.</summary>
/// <param name="Trials">How many more trials.</param>
/// <param name="Gain">
/// By how much the best setting becomes better than the present one, each by its mean and not by its luckiest score: what a model of the
/// trials expects.
/// </param>
/// <param name="Low">The lower end of an interval for that, which has 9 in 10 chances; 0 or more.</param>
/// <param name="High">The upper end.</param>
/// <param name="ScoreGain">
/// By how much the best score becomes better than the present one. What the model cannot explain counts here, as far as repeated trials
/// do not show it to be noise: a lucky score may be a real one.
/// </param>
/// <param name="Noise">The deviation of a score around what the model expects of its setting, near the best.</param>
/// <remarks>
/// The gain is that of the most promising points there are now, so many as there are more trials, under functions drawn from a Gaussian
/// process of the trials: a batch's expected improvement (Ginsbourger, Le Riche, Carraro 2010, section 2.2), and with draws, as in
/// Wilson: "Stopping Bayesian Optimization with Probabilistic Regret Bounds", NeurIPS 2024. The bounds of Makarova et al.: "Automatic
/// Termination for Hyperparameter Optimization", AutoML 2022, hold for a regret that no number of trials may be able to remove; this is
/// what so many trials can.
/// </remarks>
public sealed record Outlook(int Trials, double Gain, double Low, double High, double ScoreGain, double Noise)
{
    // Four for each parameter, within these.
    private const int Fewest = 20, FewestInLargeSpaces = 100;

    /// <summary>The larger one of the gains: what more trials are worth where it is not known whether a lucky score is a real one.</summary>
    public double Worth => Math.Max(Gain, ScoreGain);

    /// <summary>How many trials must have a score before more are judged: 20 to 100, by the number of parameters.</summary>
    public static int FewestTrials(SearchSpace space) => Math.Clamp(4 * space.Count, Fewest, FewestInLargeSpaces);

    /// <summary>What the finished trials of a study say of more. The same trials give the same bits on every machine.</summary>
    /// <param name="problem">The study's space, goal, constraints and seed. Of several goals the first counts.</param>
    /// <param name="trials">Its trials, in any order; those that are not finished say nothing, those that miss a constraint are none of the best.</param>
    /// <param name="more">How many more trials, 0 or more. Beyond some hundreds the promise stays as it is.</param>
    /// <returns>Null where too few trials have a score, or the space has no parameter.</returns>
    public static Outlook? Of(SearchProblem problem, IReadOnlyList<Trial> trials, int more) =>
        OutlookMaker.Make(problem, InsightTrials.Finished(trials), more);
}
