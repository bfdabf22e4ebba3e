namespace HyperSearch.Training;

/// <summary>A column of a table as it was read.</summary>
/// <param name="Texts">Of a category: what its codes 0, 1, … stand for, in the order in which they were met. Of a number: none.</param>
public sealed record DataColumn(string Name, ColumnKind Kind, IReadOnlyList<string> Texts);
