namespace HyperSearch.Runner;

/// <summary>A study as an Optuna file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Directions">A direction for each of its objectives: MINIMIZE, MAXIMIZE or NOT_SET.</param>
/// <param name="UserAttributes">What people have noted of it, as JSON, by name.</param>
/// <param name="SystemAttributes">What Optuna has.</param>
/// <param name="Trials">By number.</param>
internal sealed record OptunaStudy(
    string Name,
    IReadOnlyList<string> Directions,
    IReadOnlyDictionary<string, string> UserAttributes,
    IReadOnlyDictionary<string, string> SystemAttributes,
    IReadOnlyList<OptunaTrial> Trials);
