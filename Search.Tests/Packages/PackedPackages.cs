using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Search.Tests;

/// <summary>What <c>dotnet pack</c> makes of this repository, under a version that nobody else has, in a folder of its own.</summary>
/// <remarks>It is packed with the first test that needs it, aside from what the tests themselves are built of.</remarks>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<CommandRun>> _packing;

    public PackedPackages() => _packing = new(() => DotnetProcess.RunAsync(_folder.File(""),
        "dotnet", "pack", ProjectTests.FolderOf("HyperSearch.sln"), "--artifacts-path", _folder.File("built"), "--output", Folder,
        $"-p:Version={Version}", $"-p:ReadyToRunRuntimes={RuntimeInformation.RuntimeIdentifier}",
        // They have looked at the same code when the tests were built.
        "-p:RunAnalyzers=false"));

    /// <summary>The version that the packages will have.</summary>
    public static string Release { get; } = XDocument.Load(ProjectTests.FolderOf("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The version under which they are tested.</summary>
    public string Version { get; } = $"{Release}-t{Guid.NewGuid():N}";

    /// <summary>Where they lie.</summary>
    internal string Folder => _folder.File("packages");

    /// <summary>Packs if nobody has yet; the test is skipped where no registry is reached.</summary>
    internal async Task<CommandRun> PackAsync()
    {
        var run = await _packing.Value;
        // NU1301: a source does not answer. NU1101: it does not have the compiler for ready-to-run code.
        if (run.ExitCode != 0 && (run.Out + run.Error).Split('\n').FirstOrDefault(line => line.Contains("NU1301", StringComparison.Ordinal) || line.Contains("NU1101", StringComparison.Ordinal)) is { } unreachable)
            Assert.Skip($"No package registry is reached that has what is needed. `dotnet nuget list source` tells which are asked; https://api.nuget.org/v3/index.json is the usual one. {unreachable.Trim()}");
        return run;
    }

    /// <summary>An empty folder outside of the repository whose projects can use the packages; the test is skipped where no registry is reached.</summary>
    internal async Task<OutsideProject> CreateOutsideAsync()
    {
        var run = await PackAsync();
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        return new(this);
    }

    public void Dispose() => _folder.Dispose();
}
