namespace HyperSearch.Runner;

/// <summary>Finds programs, as a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The path of a program: that itself where it has a folder in it, else of the first of this name in the folders of PATH.</summary>
    /// <exception cref="ProgramException">There is none, or it cannot be run.</exception>
    public static string Of(string program)
    {
        var shown = SafeText.Line(program);
        if (program.Length == 0)
            throw new ProgramException("The first word of the command line is empty: it must be a program.");
        var hasFolder = program.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var folders = hasFolder ? [""] : (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = folders.SelectMany(folder => Endings(program).Select(ending => Path.GetFullPath(Path.Join(folder, program + ending)))).Where(File.Exists).ToArray();
        if (Array.Find(found, IsExecutable) is { } path)
            return IsForCmd(path) ? throw new ProgramException($"{shown} is for cmd, which would read the words of the command line anew. Name the program that it starts, or write `cmd /c {shown}`.") : path;
        if (found.Length > 0)
            throw new ProgramException($"{SafeText.Line(found[0])} is a file, but not one that can be run. Make it one (chmod +x), or put the program before it that reads it, such as python.");
        throw new ProgramException(hasFolder ? $"There is no program {shown}, seen from {SafeText.Line(Environment.CurrentDirectory)}."
            : File.Exists(program) ? $"There is no program '{shown}' in the folders of PATH. The file in this folder is ./{shown}."
            : $"There is no program '{shown}' in the folders of PATH. Install it, or name it with its folder.");
    }

    private static string[] Endings(string program) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(program) ? (System.Environment.GetEnvironmentVariable("PATHEXT") ?? ".EXE").Split(';') : [""];

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != UnixFileMode.None;
    }

    private static bool IsForCmd(string path) => OperatingSystem.IsWindows() && Path.GetExtension(path).ToLowerInvariant() is ".bat" or ".cmd";
}
