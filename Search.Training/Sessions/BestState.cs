namespace HyperSearch.Training;

/// <summary>What early stopping and the plateau schedule remember.</summary>
/// <param name="Epoch">With the lowest validation loss; 0: none yet.</param>
/// <param name="Waited">Epochs since the loss last fell.</param>
/// <param name="PlateauLoss">The lowest loss by the schedule's count.</param>
/// <param name="PlateauWaited">Epochs since it fell, or since the last reduction.</param>
internal sealed record BestState(int Epoch, double Loss, int Waited, double PlateauLoss, int PlateauWaited, int Reductions)
{
    public static BestState None { get; } = new(0, double.PositiveInfinity, 0, double.PositiveInfinity, 0, 0);
}
