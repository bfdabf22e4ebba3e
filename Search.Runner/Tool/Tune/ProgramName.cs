namespace HyperSearch.Tool;

/// <summary>How a study is called that nobody has named: like its script, or its program.</summary>
internal static class ProgramName
{
    private static readonly string[] Scripts = [".py", ".r", ".pl", ".sh", ".jl", ".js", ".mjs", ".ts", ".rb", ".lua", ".m", ".php", ".jar", ".ps1", ".dll", ".exe", ".bash", ".zsh"];

    /// <summary>The name; null where there is no command, or it has none.</summary>
    public static string? Of(IReadOnlyList<string> command)
    {
        var named = command.FirstOrDefault(word => !word.StartsWith('-') && Scripts.Contains(Path.GetExtension(word), StringComparer.OrdinalIgnoreCase)) ?? (command.Count > 0 ? command[0] : null);
        return named is null || Path.GetFileNameWithoutExtension(named) is not { Length: > 0 } name ? null : name;
    }
}
