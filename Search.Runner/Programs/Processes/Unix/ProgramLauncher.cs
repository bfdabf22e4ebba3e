using System.ComponentModel;

namespace HyperSearch.Runner;

/// <summary>Small programs of Unix that become another one.</summary>
internal static class ProgramLauncher
{
    private static readonly Lazy<string?> SetPrivileges = new(FindSetPrivileges);

    /// <summary>
    /// What stands before the words of a program. On Linux it dies with the thread that has started it, also where no guard lives. Some
    /// shells drop variables whose names they cannot have themselves; these go by words.
    /// </summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="environment">Its variables, of which those are removed that go by words.</param>
    public static IEnumerable<string> WordsBefore(string program, Dictionary<string, string> environment)
    {
        if (SetPrivileges.Value is { } path)
        {
            foreach (var word in (string[])[path, "--pdeathsig", "KILL", "--"])
                yield return word;
        }
        const string env = "/usr/bin/env";
        var strange = environment.Keys.Where(name => !IsNameOfShell(name) && !name.StartsWith('-')).ToArray();
        if (strange.Length == 0 || program.Contains('=', StringComparison.Ordinal) || !File.Exists(env))
            yield break;
        yield return env;
        foreach (var name in strange)
        {
            if (environment.Remove(name, out var value))
                yield return $"{name}={value}";
        }
    }

    private static bool IsNameOfShell(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_');

    // It is asked whether it knows what is needed.
    private static string? FindSetPrivileges()
    {
        const string path = "/usr/bin/setpriv";
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return null;
        try
        {
            var process = UnixSpawn.Start(path, ["setpriv", "--pdeathsig", "KILL", "--", UnixShell.Path, "-c", "exit 0"], [], null, null, null);
            UnixWait.ForEnd(process);
            return UnixWait.Take(process) is { IsSuccess: true } ? path : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
