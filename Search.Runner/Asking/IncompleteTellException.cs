namespace HyperSearch.Runner;

/// <summary>A score was told without a number that a goal or a constraint goes by. The trial goes on, and can be told again.</summary>
internal sealed class IncompleteTellException(string message) : RequestException(message);
