namespace HyperSearch.Runner;

/// <summary>The shell that every Unix has.</summary>
internal static class UnixShell
{
    public const string Path = "/bin/sh";
}
