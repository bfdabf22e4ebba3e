using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What somebody gets who has the packages and not the repository.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class PackagesTests(PackedPackages packages)
{
    private const string Study = """
        using HyperSearch;

        var study = new Study<double>("outside")
        {
            Goal = Goal.Minimize("distance"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (x, _, _) => Math.Abs(x - 0.3),
            Budget = new Budget(Trials: 12),
        };
        return await StudyApp.RunAsync(study, args);
        """;

    [Fact]
    public async Task There_are_three_packages_that_say_what_they_are()
    {
        var pack = await packages.PackAsync();

        Assert.True(pack.ExitCode == 0, pack.Out + pack.Error);
        Assert.DoesNotContain("warning", pack.Out, StringComparison.OrdinalIgnoreCase);
        var names = Directory.EnumerateFiles(packages.Folder).Select(file => Path.GetFileName(file)!.Split('.' + packages.Version)[0]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["HyperSearch", "HyperSearch.Tool", "HyperSearch.Tool.any"], names.Where(name => !name.Contains('-') && name != "HyperSearch.Training"));
        Assert.Contains("HyperSearch.Training", names);
        foreach (var name in names)
        {
            using var package = Open(name);
            var about = XDocument.Load(package.Entries.Single(entry => entry.FullName == $"{name}.nuspec").Open()).Descendants().ToLookup(element => element.Name.LocalName);
            Assert.NotEqual("Package Description", about["description"].Single().Value);
            Assert.Equal("MIT", about["license"].Single().Value);
            Assert.NotNull(package.GetEntry(about["readme"].Single().Value));
            Assert.Equal(Path.Exists(ProjectTests.FolderOf(".git")), about["repository"].Single().Attribute("commit")?.Value.Length == 40);
            Assert.All(about["dependency"], dependency => Assert.Matches(@"^[0-9]+(\.[0-9]+)+$", dependency.Attribute("version")!.Value));
            Assert.DoesNotContain(about["dependency"], dependency => dependency.Attribute("id")!.Value.StartsWith("HyperSearch", StringComparison.Ordinal));
        }
    }

    /// <summary>A link to a file of the repository leads nowhere on a registry's page.</summary>
    [Fact]
    public void The_readme_of_the_packages_links_to_no_file() =>
        Assert.DoesNotMatch(@"\]\((?!https://)", File.ReadAllText(ProjectTests.FolderOf(Path.Combine("docs", "package.md"))));

    [Theory]
    [InlineData("HyperSearch", "HyperSearch.Core", "HyperSearch.Runner", "HyperSearch.Strategies")]
    [InlineData("HyperSearch.Training", "HyperSearch.Training")]
    public async Task A_library_has_its_documentation_its_symbols_and_no_path_of_the_machine_that_packed_it(string name, params string[] assemblies)
    {
        using var outside = await packages.CreateOutsideAsync();
        using var package = Open(name);

        Assert.Equal(
            assemblies.SelectMany(assembly => new[] { $"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml" }),
            package.Entries.Select(entry => entry.FullName).Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (var assembly in assemblies)
        {
            if (name == "HyperSearch")
            {
                using var compiled = await ReadAsync(package, $"runtimes/{RuntimeInformation.RuntimeIdentifier}/lib/net10.0/{assembly}.dll");
                Assert.True(compiled.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, "It is not compiled.");
            }
            using var reader = await ReadAsync(package, $"lib/net10.0/{assembly}.dll");
            var debug = reader.ReadDebugDirectory();
            Assert.Contains(debug, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
            using var symbols = reader.ReadEmbeddedPortablePdbDebugDirectoryData(debug.Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
            var metadata = symbols.GetMetadataReader();
            var sources = metadata.Documents.Select(document => metadata.GetString(metadata.GetDocument(document).Name)).ToArray();
            Assert.NotEmpty(sources);
            // What was generated lies where this test has it built: elsewhere than the sources.
            Assert.All(sources.Where(source => !source.Contains("/obj/", StringComparison.Ordinal)), source => Assert.StartsWith("/_", source));
        }
    }

    [Fact]
    public async Task A_console_program_searches_and_trains()
    {
        using var outside = await packages.CreateOutsideAsync();

        var run = await outside.RunConsoleAsync("""
            using HyperSearch;
            using HyperSearch.Training;

            var data = Dataset.FromArrays("xor", [0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f], labels: [0, 1, 1, 0]);
            var study = new Study<int>("console")
            {
                Goal = Goal.Maximize("accuracy"),
                Space = suggest => suggest.Int("units", 8, 16),
                Objective = (units, trial, cancel) =>
                {
                    var net = new MlpSettings { Hidden = [units], Epochs = 500, Optimizer = Optimizer.GradientDescent(0.5), Seed = trial.Seed };
                    return Trainer.Train(net, data, data, cancel: cancel).ValidationAccuracy;
                },
                Strategy = new GridSearch(),
                Budget = new Budget(Trials: 5),
            };
            return await StudyApp.RunAsync(study, ["run"]);
            """);

        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Contains("5 trials: 5 complete", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_file_runs_and_the_tool_reports_on_it()
    {
        using var outside = await packages.CreateOutsideAsync();
        var tool = await outside.InstallToolAsync();

        var run = await outside.RunFileAsync("outside.cs", $"#:package HyperSearch@{PackedPackages.Release}\n#:property PublishAot=false\n\n{Study}", "run");
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Contains("12 trials: 12 complete", run.Out, StringComparison.Ordinal);

        var report = await outside.RunAsync(tool, "report", "outside");
        Assert.Equal((0, run.Out, ""), (report.ExitCode, report.Out, report.Error));
        var more = await outside.RunAsync(tool, "run", "outside", "--trials", "14");
        Assert.True(more.ExitCode == 0, more.Out + more.Error);
        Assert.Contains("14 trials: 14 complete", more.Out, StringComparison.Ordinal);
        Assert.Contains("outside", (await outside.RunAsync(tool, "list")).Out, StringComparison.Ordinal);
        Assert.Contains("report", (await outside.RunAsync(tool, "--help")).Out, StringComparison.Ordinal);
        // The page is in the package where it was built.
        var page = await outside.RunAsync(tool, "report", "outside", "--format", "html", "--output", "outside.html");
        Assert.Equal((PageTemplate.Objection is null ? 0 : 1, PageTemplate.Objection is null), (page.ExitCode, File.Exists(outside.File("outside.html"))));
    }

    /// <summary>What a machine gets for which there is no package with compiled code.</summary>
    [Fact]
    public async Task The_tool_for_any_machine_works_too()
    {
        using var outside = await packages.CreateOutsideAsync();
        using (var package = Open("HyperSearch.Tool.any"))
            await package.ExtractToDirectoryAsync(outside.File("any"));

        var list = await outside.RunAsync("dotnet", outside.File("any/tools/net10.0/any/hypersearch.dll"), "list");

        Assert.Equal((1, ""), (list.ExitCode, list.Out));
        Assert.StartsWith("There is no store 'hypersearch.db'", list.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_installed_tool_serves_the_page_and_the_studies_of_its_folder()
    {
        Assert.SkipWhen(PageTemplate.Objection is not null, PageTemplate.Objection ?? "");
        using var outside = await packages.CreateOutsideAsync();
        var tool = await outside.InstallToolAsync();
        await using (var store = new SqliteStudyStore(outside.File("hypersearch.db")))
            await DashboardAnswerTests.RunAsync(store, "outside", 3);

        using var dashboard = StudyProcess.StartAny([tool, "dashboard", "--port", "0"], new Dictionary<string, string>(StringComparer.Ordinal), outside.File(""));
        using var client = new HttpClient { BaseAddress = await dashboard.AddressAsync(TestContext.Current.CancellationToken) };

        Assert.Contains("<script type=\"application/json\" id=\"data\">", await client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("\"complete\":3", await client.GetStringAsync("/api/study?name=outside", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await dashboard.InterruptAsync();
        Assert.Equal(0, (await dashboard.EndAsync()).ExitCode);
        using var package = Open($"HyperSearch.Tool.{RuntimeInformation.RuntimeIdentifier}");
        using var compiled = await ReadAsync(package, $"tools/net10.0/{RuntimeInformation.RuntimeIdentifier}/HyperSearch.Dashboard.dll");
        Assert.True(compiled.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, "It is not compiled.");
    }

    /// <summary>In the repository, the packages are the projects beside the study; others keep the versions that it names.</summary>
    [Fact]
    public async Task A_study_in_the_repository_may_use_any_package()
    {
        // It skips where there is no registry.
        using var outside = await packages.CreateOutsideAsync();
        var study = ProjectTests.FolderOf(Path.Combine("studies", $"uses-a-package-{Guid.NewGuid():N}.cs"));
        await File.WriteAllTextAsync(study, $"""
            #:package HyperSearch@{PackedPackages.Release}
            #:package Humanizer.Core@2.14.1

            Console.WriteLine(Humanizer.NumberToWordsExtension.ToWords(3) + " " + new HyperSearch.Budget(Trials: 3).Trials);
            Console.WriteLine(File.Exists(Path.Combine(AppContext.BaseDirectory, "HyperSearch.Training.dll")));
            """);
        try
        {
            var run = await outside.RunAsync("dotnet", "run", study);

            Assert.Equal((0, "three 3\nFalse\n", ""), (run.ExitCode, run.Out.ReplaceLineEndings("\n"), run.Error));
        }
        finally
        {
            File.Delete(study);
        }
    }

    /// <summary>So that a copy of it runs anywhere.</summary>
    [Fact]
    public void Studies_ask_for_the_packages_of_the_coming_release()
    {
        string[] texts = [.. Directory.EnumerateFiles(ProjectTests.FolderOf("studies"), "*.cs"), ProjectTests.FolderOf("README.md"), ProjectTests.FolderOf(Path.Combine("docs", "package.md"))];

        foreach (var text in texts)
            Assert.All(AskedFor().Matches(File.ReadAllText(text)), asked => Assert.True(asked.Groups["version"].Value == PackedPackages.Release, $"{text}: {asked}"));
        Assert.All(Directory.EnumerateFiles(ProjectTests.FolderOf("studies"), "*.cs"), study =>
            Assert.StartsWith("#:package HyperSearch@", File.ReadAllText(study), StringComparison.Ordinal));
    }

    private static async Task<PEReader> ReadAsync(ZipArchive package, string entry)
    {
        var content = new MemoryStream();
        await using var stream = await package.GetEntry(entry)!.OpenAsync();
        await stream.CopyToAsync(content);
        content.Position = 0;
        return new(content);
    }

    private ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(packages.Folder, $"{name}.{packages.Version}.nupkg"));

    [GeneratedRegex(@"HyperSearch(?:\.\w+)?@(?<version>\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex AskedFor();
}
