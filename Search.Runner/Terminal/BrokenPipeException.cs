namespace HyperSearch.Runner;

/// <summary>The program that read what this one writes has ended, as <c>head</c> does when it has its lines.</summary>
internal sealed class BrokenPipeException() : IOException("Nobody reads it any more.");
