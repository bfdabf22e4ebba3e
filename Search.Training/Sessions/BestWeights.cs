namespace HyperSearch.Training;

/// <summary>Follows the validation loss, and keeps a copy of the weights with which it was lowest.</summary>
internal sealed unsafe class BestWeights
{
    private readonly EarlyStopping? _earlyStopping;
    private readonly int? _plateau;
    private readonly Network _network;
    private readonly float* _copy;

    /// <param name="earlyStopping">Null: no weights are kept.</param>
    /// <param name="plateau">Epochs without a lower loss after which the schedule reduces the learning rate; null: never.</param>
    public BestWeights(EarlyStopping? earlyStopping, int? plateau, Network network)
    {
        _earlyStopping = earlyStopping;
        _plateau = plateau;
        _network = network;
        _copy = earlyStopping is null ? null : network.Arena.Allocate(network.Parameters.Length);
    }

    public BestState State { get; set; } = BestState.None;

    public bool IsOver => _earlyStopping is { } rule && State.Waited >= rule.Patience;

    /// <summary>The copy, for a checkpoint; nothing without early stopping.</summary>
    public IEnumerable<nint> Snapshot => Copy() is var address && address != 0 ? [address] : [];

    public void Observe(EpochReport report)
    {
        var loss = report.ValidationLoss;
        if (_earlyStopping is { } rule)
        {
            // The first epoch counts whatever its loss: there is nothing better to go back to.
            if (State.Epoch == 0 || loss < State.Loss - rule.MinimumGain)
            {
                State = State with { Epoch = report.Epoch, Loss = loss, Waited = 0 };
                Move(_network.Parameters.Values, _copy);
            }
            else
            {
                State = State with { Waited = State.Waited + 1 };
            }
        }
        if (_plateau is not { } patience)
            return;
        if (loss < State.PlateauLoss)
            State = State with { PlateauLoss = loss, PlateauWaited = 0 };
        else if (State.PlateauWaited + 1 < patience)
            State = State with { PlateauWaited = State.PlateauWaited + 1 };
        else
            State = State with { PlateauWaited = 0, Reductions = State.Reductions + 1 };
    }

    /// <returns>The epoch whose weights the network has now.</returns>
    public int Restore()
    {
        Move(_copy, _network.Parameters.Values);
        return State.Epoch;
    }

    private nint Copy() => (nint)_copy;

    private void Move(float* from, float* to)
    {
        var bytes = _network.Parameters.Length * (long)sizeof(float);
        Buffer.MemoryCopy(from, to, bytes, bytes);
        GC.KeepAlive(_network);
    }
}
