using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>What is mounted where, as Linux tells it in <c>/proc/self/mountinfo</c>, see proc_pid_mountinfo(5).</summary>
internal sealed partial class MountTable
{
    private readonly List<Mount> _mounts;

    /// <param name="text">The content of the file.</param>
    public MountTable(string text) => _mounts = [.. text.Split('\n').Select(Parse).OfType<Mount>()];

    /// <summary>The mount on which a path lies; null where the table has none.</summary>
    /// <param name="path">An absolute path without symbolic links.</param>
    /// <remarks>
    /// Followed from mount to mount as the kernel does, rather than by the longest prefix: a mount hides what was mounted
    /// below its place before.
    /// </remarks>
    public Mount? Find(string path)
    {
        Mount? found = null;
        var known = _mounts.Select(mount => mount.Id).ToHashSet();
        var under = _mounts.Where(mount => IsPrefix(mount.MountPoint, path)).ToList();
        while (Next(found) is { } next)
        {
            under.Remove(next);
            found = next;
        }
        return found;

        Mount? Next(Mount? parent) => under
            .Where(mount => parent is null ? !known.Contains(mount.Parent) || mount.Parent == mount.Id : mount.Parent == parent.Id)
            .MinBy(mount => mount.MountPoint.Length);
    }

    private static bool IsPrefix(string place, string path) =>
        path.StartsWith(place, StringComparison.Ordinal) && (place.EndsWith('/') || path.Length == place.Length || path[place.Length] == '/');

    // id parent device root place options optional… - type source options
    private static Mount? Parse(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        return dash >= 6 && fields.Length > dash + 1 && int.TryParse(fields[0], out var id) && int.TryParse(fields[1], out var parent)
            ? new(id, parent, Unescape(fields[4]), Unescape(fields[dash + 1]))
            : null;
    }

    private static string Unescape(string field) =>
        Escape().Replace(field, match => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString());

    // Blanks, tabs, line ends and backslashes are written in octal.
    [GeneratedRegex(@"\\[0-3][0-7]{2}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
