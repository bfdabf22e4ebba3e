namespace HyperSearch.Training;

internal sealed record GroupNormalization(int Groups, NormalizationPlace Position) : Normalization
{
    internal override NormalizationPlace Place => Position;

    internal override bool ReplacesBias => Position == NormalizationPlace.BeforeActivation;

    internal override Layer CreateLayer(string name, int width, Arena arena) => new GroupNormLayer(name, width, Groups, arena);

    internal override void Validate(IReadOnlyList<int> hidden)
    {
        CheckPlace(Position);
        if (Groups < 1 || hidden.Any(width => width % Groups != 0))
            throw new ArgumentException($"Group normalization: the number of groups must divide every hidden width, but there are {Groups} groups and widths [{string.Join(", ", hidden)}].");
        if (hidden.Any(width => width == Groups))
            throw new ArgumentException($"Group normalization: each group must have at least 2 units, as one alone is always normalized to 0, but there are {Groups} group(s) and widths [{string.Join(", ", hidden)}].");
    }
}
