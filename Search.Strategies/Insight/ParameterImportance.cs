namespace HyperSearch;

/// <summary>How much a parameter matters.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Importance">Its share, 0 to 1.</param>
/// <param name="Low">The lower end of an interval that has 9 in 10 chances.</param>
/// <param name="High">The upper end.</param>
public sealed record ParameterImportance(string Parameter, double Importance, double Low, double High);
