namespace HyperSearch.Training;

internal sealed record InstanceNormalization(NormalizationPlace Position) : Normalization
{
    internal override NormalizationPlace Place => Position;

    internal override Layer CreateMapLayer(string name, int maps, int positions, Arena arena) =>
        positions >= 2
            ? new MapGroupNormLayer(name, maps, groups: maps, positions, arena)
            : throw new ArgumentException("Instance normalization: a feature map must have at least 2 positions, as one alone is always normalized to 0, but it has 1.");

    internal override void Validate(IReadOnlyList<int> hidden, IReadOnlyList<int> filters)
    {
        CheckPlace(Position);
        if (filters.Count == 0)
            throw new ArgumentException("Instance normalization normalizes over the positions of a feature map, but there are no convolutions: use layer normalization.");
    }
}
