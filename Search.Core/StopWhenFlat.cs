using System.Globalization;

namespace HyperSearch;

/// <summary>Ends a study that has stopped to get better.</summary>
/// <param name="Trials">
/// So many complete trials, the last ones in the order in which they ended, must be without an improvement; 1 or more. Pruned and
/// failed trials are not counted.
/// </param>
/// <param name="Tolerance">
/// What counts as an improvement: more than this, in the unit of the study's metric; 0 or more, finite. With 0 any improvement counts.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed record StopWhenFlat(int Trials, double Tolerance = 0) : Stop
{
    public int Trials { get; init; } = Trials >= 1 ? Trials : throw new ArgumentOutOfRangeException(nameof(Trials), Trials, $"`Trials >= 1` must hold, but it is {Trials}.");

    public double Tolerance { get; init; } = Tolerance >= 0 && double.IsFinite(Tolerance)
        ? Tolerance
        : throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, $"`0 <= Tolerance < ∞` must hold, but it is {Tolerance}.");

    /// <summary>Whether the best of the last trials, of those that miss no constraint, is not better than that of those before, by more than the tolerance.</summary>
    /// <param name="history">The study's trials.</param>
    public bool IsMet(History history)
    {
        double[] losses = [.. history.Finished.Where(trial => trial.State == TrialState.Complete).Select(trial => trial.IsFeasible ? history.Goal.Loss(trial.Value!.Value) : double.PositiveInfinity)];
        return losses.Length > Trials && !(losses[..^Trials].Min() - losses[^Trials..].Min() > Tolerance);
    }

    /// <inheritdoc/>
    public override string? ReasonOf(History history, int? trials) =>
        IsMet(history) ? string.Create(CultureInfo.InvariantCulture, $"no improvement{(Tolerance > 0 ? string.Create(CultureInfo.InvariantCulture, $" by more than {Tolerance:R}") : "")} in the last {Trials} trials") : null;
}
