namespace HyperSearch.Training;

/// <summary>What early stopping and the plateau schedule remember.</summary>
/// <param name="Epoch">with the lowest validation loss; 0: none yet</param>
/// <param name="Waited">epochs since the loss last fell</param>
/// <param name="PlateauLoss">the lowest loss by the schedule's count</param>
/// <param name="PlateauWaited">epochs since it fell, or since the last reduction</param>
internal sealed record BestState(int Epoch, double Loss, int Waited, double PlateauLoss, int PlateauWaited, int Reductions)
{
    public static BestState None { get; } = new(0, double.PositiveInfinity, 0, double.PositiveInfinity, 0, 0);
}
