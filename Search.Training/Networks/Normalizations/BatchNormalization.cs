namespace HyperSearch.Training;

internal sealed record BatchNormalization(NormalizationPlace Position, BatchStatistics Statistics, double Momentum) : Normalization
{
    internal override NormalizationPlace Place => Position;

    internal override Layer CreateLayer(string name, int width, Arena arena) => new UnitBatchNormLayer(name, width, Momentum, arena);

    internal override Layer CreateMapLayer(string name, int maps, int positions, Arena arena) => new MapBatchNormLayer(name, maps, Momentum, arena);

    internal override void Validate(IReadOnlyList<int> hidden, IReadOnlyList<int> filters)
    {
        CheckPlace(Position);
        if (!Enum.IsDefined(Statistics))
            throw new ArgumentException($"Batch normalization: there are no statistics {Statistics}.");
        if (Momentum is not (> 0 and <= 1))
            throw new ArgumentException($"Batch normalization: `0 < momentum ≤ 1` must hold, but it is {Momentum}.");
    }
}
