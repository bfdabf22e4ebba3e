using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Search.Tests;

/// <summary>Who may use whom, and where what is kept.</summary>
public sealed partial class ProjectTests
{
    private const string Generator = "HyperSearch.Randomness"; // Source that Core and the trainer, which know nothing of each other, both compile.
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("Search.Core")]
    [InlineData("Search.Strategies", "Search.Core")]
    [InlineData("Search.Training")]
    [InlineData("Search.Runner", "Search.Core", "Search.Strategies")]
    [InlineData("Search.Dashboard", "Search.Core", "Search.Strategies", "Search.Runner")]
    public void A_project_uses_only_what_it_may(string project, params string[] allowed)
    {
        Assert.Subset(allowed.ToHashSet(), OfOurs(Assembly.Load("Hyper" + project).GetReferencedAssemblies()).ToHashSet());
        var references = Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Subset(allowed.ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void The_core_needs_the_base_class_library_only()
    {
        Assert.Empty(Items("Search.Core", "PackageReference"));
        Assert.All(Assembly.Load("HyperSearch.Core").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));
    }

    /// <summary>What a study, a strategy or a pruner is written with is in the namespace HyperSearch.</summary>
    [Theory]
    [InlineData("HyperSearch.Core")]
    [InlineData("HyperSearch.Strategies")]
    [InlineData("HyperSearch.Training")]
    [InlineData("HyperSearch.Runner")]
    [InlineData("HyperSearch.Dashboard")]
    public void A_type_is_in_the_namespace_of_its_project_or_public_in_that_of_all(string assembly)
    {
        var elsewhere = Assembly.Load(assembly).GetTypes().Where(type => !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace is not null)
            .Where(type => type.Namespace != assembly && !(type.Namespace == "HyperSearch" && type.IsPublic) && !(type.Namespace == Generator && !type.IsPublic));
        Assert.DoesNotContain(elsewhere, type => type.Namespace!.StartsWith("HyperSearch", StringComparison.Ordinal));
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
    public void The_files_that_the_map_follows_a_value_through_are_there()
    {
        var map = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));
        var files = ValuesWay().Matches(map).Select(match => match.Value).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Root, "Search." + file)), file));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Root, "HyperSearch.sln")).Replace('\\', '/');
        Assert.All(ProjectFiles().Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)),
            file => Assert.Contains(Path.GetRelativePath(Root, file).Replace('\\', '/'), solution));
    }

    /// <summary>The folder of a project's source.</summary>
    internal static string FolderOf(string project) => Path.Combine(Root, project);

    private static IEnumerable<string> OfOurs(IEnumerable<AssemblyName> references) =>
        references.Select(reference => reference.Name!).Where(name => name.StartsWith("HyperSearch.", StringComparison.Ordinal)).Select(name => name["Hyper".Length..]);

    private static IEnumerable<string?> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Root, project, project + ".csproj")).Descendants(kind).Select(item => item.Attribute("Include")?.Value);

    private static IEnumerable<string> ProjectFolders() =>
        Directory.EnumerateDirectories(Root).Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any());

    private static IEnumerable<string> ProjectFiles() => ProjectFolders()
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
        .Append(Path.Combine(Root, "Search.Runner", "Tool", "Search.Tool.csproj"))
        .Append(Path.Combine(Root, "Directory.Build.props"))
        .Append(Path.Combine(Root, "studies", "Directory.Build.props"));

    [GeneratedRegex(@"\b(?:Core|Strategies|Runner)/[\w/]+\.cs", RegexOptions.NonBacktracking)]
    private static partial Regex ValuesWay();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HyperSearch.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No HyperSearch.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
