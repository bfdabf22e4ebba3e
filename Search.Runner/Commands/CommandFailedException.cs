namespace HyperSearch.Runner;

/// <summary>A command cannot do what it was asked; the message says why and what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
