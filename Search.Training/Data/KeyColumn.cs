namespace HyperSearch.Training;

/// <summary>A column to split by.</summary>
/// <param name="Ordered">Whether its values are numbers or times, which have an order.</param>
internal sealed record KeyColumn(string Name, bool Ordered);
