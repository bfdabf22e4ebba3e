using System.Reflection;
using System.Xml.Linq;

namespace Search.Tests;

/// <summary>Who may use whom, and where what is kept.</summary>
public sealed class ProjectTests
{
    private static readonly string _root = Root();

    [Theory]
    [InlineData("Search.Core")]
    [InlineData("Search.Strategies", "Search.Core")]
    [InlineData("Search.Training")]
    [InlineData("Search.Runner", "Search.Core", "Search.Strategies")]
    public void A_project_uses_only_what_it_may(string project, params string[] allowed)
    {
        Assert.Subset(allowed.ToHashSet(), OfOurs(Assembly.Load(project).GetReferencedAssemblies()).ToHashSet());
        var references = Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Subset(allowed.ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void The_core_needs_the_base_class_library_only()
    {
        Assert.Empty(Items("Search.Core", "PackageReference"));
        Assert.All(Assembly.Load("Search.Core").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));
    }

    [Fact]
    public void Namespaces_follow_the_projects()
    {
        var declarations = from folder in ProjectFolders()
                           from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                           where !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
                           from line in File.ReadLines(file)
                           where line.StartsWith("namespace ", StringComparison.Ordinal) && line.TrimEnd(' ', ';') != "namespace " + Path.GetFileName(folder)
                           select $"{Path.GetRelativePath(_root, file)}: {line}";
        Assert.Empty(declarations);
    }

    [Fact]
    public void Package_versions_stand_in_the_central_file_only()
    {
        foreach (var file in ProjectFiles())
        {
            var packages = XDocument.Load(file).Descendants().Where(element => element.Name.LocalName is "PackageReference" or "GlobalPackageReference");
            Assert.DoesNotContain(packages, package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Element("Version") is not null);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(_root, "HyperSearch.sln")).Replace('\\', '/');
        Assert.All(ProjectFiles().Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)),
            file => Assert.Contains(Path.GetRelativePath(_root, file).Replace('\\', '/'), solution));
    }

    private static IEnumerable<string> OfOurs(IEnumerable<AssemblyName> references) =>
        references.Select(reference => reference.Name!).Where(name => name.StartsWith("Search.", StringComparison.Ordinal));

    private static IEnumerable<string?> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(_root, project, project + ".csproj")).Descendants(kind).Select(item => item.Attribute("Include")?.Value);

    private static IEnumerable<string> ProjectFolders() =>
        Directory.EnumerateDirectories(_root).Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any());

    private static IEnumerable<string> ProjectFiles() => ProjectFolders()
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
        .Append(Path.Combine(_root, "Directory.Build.props"))
        .Append(Path.Combine(_root, "studies", "Directory.Build.props"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HyperSearch.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No HyperSearch.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
