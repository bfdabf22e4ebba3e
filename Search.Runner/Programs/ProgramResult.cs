namespace HyperSearch.Runner;

/// <summary>The file in which a program leaves its result: each trial has its own, so that several can run at once.</summary>
/// <remarks>
/// A word of the command line that is the file's name, or ends with = and it, gets the path of the trial's own, and so does
/// <c>HYPERSEARCH_RESULT</c>. Of a program that writes to the name all the same, the file is taken as long as no other trial can write it.
/// </remarks>
/// <param name="name">How the user has named it.</param>
/// <param name="folder">The trial's folder.</param>
/// <param name="isShared">Whether other trials run at the same time.</param>
internal sealed class ProgramResult(string name, ProgramFolder folder, bool isShared)
{
    private readonly (DateTime, long) _before = StateOf(name);

    /// <summary>The trial's own file.</summary>
    public string Path => System.IO.Path.Combine(folder.Path, "result");

    /// <summary>A word of the command line, with the trial's own file in it.</summary>
    public string InWord(string word) => word == name ? Path : word.EndsWith("=" + name, StringComparison.Ordinal) ? word[..^name.Length] + Path : word;

    /// <summary>The numbers in it, by name.</summary>
    /// <exception cref="ProgramException">There is no such file, or it has no numbers.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<SaidNumber> Read()
    {
        if (File.Exists(Path))
            return ResultFile.Read(Path);
        var shown = SafeText.Line(name);
        if (StateOf(name) == _before)
            throw new ProgramException($"The program has not written its result file: name {shown} in the command line, or write to the file that {ProgramVariables.Result} names.");
        return isShared
            ? throw new ProgramException($"The program has written {shown}, where other trials write theirs at the same time: name it in the command line, write to the file that {ProgramVariables.Result} names, or run with --workers 1.")
            : ResultFile.Read(name);
    }

    private static (DateTime, long) StateOf(string path) => new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
}
