namespace HyperSearch.Runner;

/// <summary>There is nothing to draw; the message says what a picture needs.</summary>
internal sealed class PlotException(string message) : Exception(message);
