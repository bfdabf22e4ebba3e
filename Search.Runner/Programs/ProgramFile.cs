namespace HyperSearch.Runner;

/// <summary>A file that is written for a trial before its program starts.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Text">What is in it.</param>
internal sealed record ProgramFile(string Name, string Text);
