using System.Text.RegularExpressions;

namespace Search.Tests;

/// <summary>Which folders of a project use types of which others, read from its source as text.</summary>
/// <remarks>
/// A type belongs to the folder of the file that declares it, and a file uses a type whose name stands in its code: comments and
/// literals are left out, what is interpolated into them is not. So a member that is named like a type of another folder counts as
/// a use of it; give it another name.
/// </remarks>
internal sealed partial class FolderGraph
{
    /// <summary>The name of the folder of files at a project's root.</summary>
    public const string Root = "(root)";

    private readonly SortedDictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    private FolderGraph() { }

    /// <summary>The folders, each with those that it uses.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Uses => _uses;

    /// <param name="project">The project's folder.</param>
    public static FolderGraph Of(string project)
    {
        var sources = Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Folder: FolderOf(project, file), Code: Code(File.ReadAllText(file))))
            .Where(source => !source.Folder.Split('/').Any(part => part is "bin" or "obj")).ToArray();
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, code) in sources)
        {
            foreach (Match declared in Declaration().Matches(code))
                homes.TryAdd(declared.Groups["name"].Value, folder);
        }
        var graph = new FolderGraph();
        foreach (var (folder, code) in sources)
        {
            if (!graph._uses.TryGetValue(folder, out var used))
                graph._uses.Add(folder, used = new(StringComparer.Ordinal));
            used.UnionWith(Word().Matches(code).Select(word => homes.GetValueOrDefault(word.Value, folder)).Where(home => home != folder));
        }
        return graph;
    }

    /// <summary>All that a folder uses, and what that uses.</summary>
    public IReadOnlySet<string> Needs(string folder)
    {
        var (needs, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([folder]));
        while (open.TryDequeue(out var next))
        {
            foreach (var used in _uses[next].Where(needs.Add))
                open.Enqueue(used);
        }
        return needs;
    }

    /// <summary>The folders, each after all that it uses, those that could come at the same place by name; what is left is a part of a circle.</summary>
    public (IReadOnlyList<string> InOrder, IReadOnlyList<string> Left) Order()
    {
        var (order, left) = (new List<string>(), _uses.Keys.ToList());
        while (left.Find(folder => _uses[folder].IsSubsetOf(order)) is { } next)
        {
            order.Add(next);
            left.Remove(next);
        }
        return (order, left);
    }

    private static string FolderOf(string project, string file) =>
        Path.GetDirectoryName(Path.GetRelativePath(project, file))!.Replace('\\', '/') is { Length: > 0 } folder ? folder : Root;

    private static string Code(string source) => CommentOrLiteral().Replace(source, match =>
        $" {string.Join(' ', Hole().Matches(match.Groups["interpolated"].Value).Select(hole => hole.Groups["code"].Value))} ");

#pragma warning disable MA0009 // What they read is our own source.
    [GeneratedRegex(@"^(?:\[[^\]]*\]\s*)?(?:(?:public|internal|file|sealed|abstract|static|readonly|partial|unsafe|ref)\s+)*(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?|delegate\s+[\w<>?\[\], ]+?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$+""\"(?<interpolated>.*?)""\"|""\".*?""\"|\$@?"(?<interpolated>(?:\\.|\{\{|[^"\\])*)"|@"(?:""|[^"])*"|"(?:\\.|[^"\\])*"|'(?:\\.[^']*|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"\{(?<code>[^{}]*)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Word();
#pragma warning restore MA0009
}
