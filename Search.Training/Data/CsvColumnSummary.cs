namespace HyperSearch.Training;

/// <summary>What a column looks like in the rows that were looked at.</summary>
/// <param name="Kind">What it is as a feature, by the rule of <see cref="CsvOptions.Kinds"/>.</param>
/// <param name="AsTarget">What it is as a target, by the rule of <see cref="CsvOptions.Target"/>.</param>
/// <param name="Different">How many different values it has.</param>
/// <param name="Missing">How many are missing.</param>
public sealed record CsvColumnSummary(string Name, ColumnKind Kind, ColumnKind AsTarget, int Different, int Missing);
