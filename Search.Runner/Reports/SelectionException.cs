namespace HyperSearch.Runner;

/// <summary>Trials are asked for in a way that cannot be answered; the message says what there is.</summary>
internal sealed class SelectionException(string message) : Exception(message);
