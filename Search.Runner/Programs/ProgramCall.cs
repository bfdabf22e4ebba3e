namespace HyperSearch.Runner;

/// <summary>What one trial runs: a command line with the trial's values in it. No shell reads it.</summary>
/// <param name="Words">The words of the command line; the first is the program. They may contain <see cref="FolderPlaceholder"/>.</param>
/// <param name="Files">The files that are to be written into the trial's folder before it starts.</param>
/// <param name="Parameters">The parameters that are active, by name, each value as the text that stands in the command line.</param>
internal sealed record ProgramCall(IReadOnlyList<string> Words, IReadOnlyList<ProgramFile> Files, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>Stands in a word for the folder into which the trial's files are written. No word of anybody's can have its characters.</summary>
    public const string FolderPlaceholder = "\0folder\0";
}
