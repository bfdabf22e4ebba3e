namespace HyperSearch.Training;

internal sealed record GroupNormalization(int Groups, NormalizationPlace Position) : Normalization
{
    internal override NormalizationPlace Place => Position;

    internal override Layer CreateLayer(string name, int width, Arena arena) => new GroupNormLayer(name, width, Groups, arena);

    internal override Layer CreateMapLayer(string name, int maps, int positions, Arena arena) =>
        (long)maps / Groups * positions >= 2
            ? new MapGroupNormLayer(name, maps, Groups, positions, arena)
            : throw new ArgumentException($"Group normalization: each group must have at least 2 numbers, as one alone is always normalized to 0, but there are {Groups} groups of {maps} feature maps of {positions} position(s).");

    internal override void Validate(IReadOnlyList<int> hidden, IReadOnlyList<int> filters)
    {
        CheckPlace(Position);
        if (Groups < 1)
            throw new ArgumentException($"Group normalization: `groups ≥ 1` must hold, but it is {Groups}.");
        if (filters.Any(count => count % Groups != 0))
            throw new ArgumentException($"Group normalization: the number of groups must divide every number of filters, but there are {Groups} groups and filters [{string.Join(", ", filters)}].");
        if (hidden.Any(width => width % Groups != 0))
            throw new ArgumentException($"Group normalization: the number of groups must divide every hidden width, but there are {Groups} groups and widths [{string.Join(", ", hidden)}].");
        if (hidden.Any(width => width == Groups))
            throw new ArgumentException($"Group normalization: each group must have at least 2 units, as one alone is always normalized to 0, but there are {Groups} group(s) and widths [{string.Join(", ", hidden)}].");
    }
}
