namespace HyperSearch.Training;

/// <summary>Ends training when the validation loss has not fallen for a while, and goes back to the weights with which it was lowest.</summary>
/// <param name="Patience">Epochs to wait for a lower loss, at least 1.</param>
/// <param name="MinimumGain">A loss counts as lower if it is so by more than this, at least 0.</param>
public sealed record EarlyStopping(int Patience = 10, double MinimumGain = 0)
{
    internal void Validate()
    {
        if (Patience < 1 || MinimumGain is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Early stopping: `patience ≥ 1` and `minimum gain ≥ 0` must hold, but they are {Patience} and {MinimumGain}.");
    }
}
