using System.Runtime.InteropServices;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>What <c>start</c> measures: the tool, and a study file that uses the package, both as somebody has them who has not the repository.</summary>
internal static class StartPrograms
{
    private const string Version = "0.0.0-start", Study = "start", Ended = "the first trial has ended";
    private const int Trials = 1000;

    /// <summary>The verbs of a tool that is installed.</summary>
    /// <param name="folder">Where the study will lie.</param>
    /// <param name="tool">The tool.</param>
    public static IReadOnlyList<StartedProgram> OfTool(string folder, string tool)
    {
        RecordAsync(Path.Combine(folder, StoreOption.DefaultFile)).GetAwaiter().GetResult();
        return
        [
            new("hypersearch --help", folder, [tool, "--help"]),
            new("hypersearch list", folder, [tool, "list"]),
            new($"hypersearch report of {Trials} trials", folder, [tool, "report", Study]),
        ];
    }

    /// <summary>The same of the tool as it is here, and a study file with the package as it is here.</summary>
    /// <param name="folder">Where all of it will lie.</param>
    public static IReadOnlyList<StartedProgram> Pack(string folder)
    {
        var packages = Path.Combine(folder, "packages");
        StartedProgram.Run(Root(), "dotnet", "pack", "HyperSearch.sln", "--artifacts-path", Path.Combine(folder, "built"), "--output", packages, $"-p:Version={Version}", $"-p:ReadyToRunRuntimes={RuntimeInformation.RuntimeIdentifier}");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="used" /></config>
              <packageSources><add key="packed" value="{packages}" /></packageSources>
            </configuration>
            """);
        StartedProgram.Run(folder, "dotnet", "tool", "install", "HyperSearch.Tool", "--version", Version, "--tool-path", "tools");
        // Its record is that of the tool's verbs: the same study.
        File.WriteAllText(Path.Combine(folder, "start.cs"), $$"""
            #:package HyperSearch@{{Version}}
            #:property PublishAot=false
            #:property OutputPath={{Path.Combine(folder, "study")}}

            using HyperSearch;

            var study = new Study<double>("{{Study}}")
            {
                Goal = Goal.Maximize("score"),
                Space = suggest => Enumerable.Range(0, 10).Sum(i => suggest.LogUniform($"x{i}", 1e-6, 1e-2)),
                Objective = (sum, trial, _) =>
                {
                    if (trial.Number == 0)
                        Console.WriteLine("{{Ended}}");
                    return sum;
                },
                Strategy = new RandomSearch(),
                Budget = new Budget(Trials: {{Trials}}),
            };
            return await StudyApp.RunAsync(study, args);
            """);
        StartedProgram.Run(folder, "dotnet", "run", "start.cs", "--", "--help");
        var built = Path.Combine(folder, "study", "start");
        return
        [
            .. OfTool(folder, Path.Combine(folder, "tools", "hypersearch")),
            new($"study file, built: report of {Trials} trials", folder, [built, "report"]),
            new("study file, built: run, to the end of its first trial", folder, [built, "run", "--trials", "1", "--store", "first{0}.db"], Ended),
            new($"dotnet run of an unchanged study file: report of {Trials} trials", folder, ["dotnet", "run", "start.cs", "--", "report"]),
        ];
    }

    private static async Task RecordAsync(string file)
    {
        await using var store = new SqliteStudyStore(file);
        var study = EmptyStudy.Create(Study, new RandomSearch(), new Budget(Trials: Trials));
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new StudyDefinition(study.Name, space, study.Goal, study.Seed));
        await new StudyRunner(study, space, record, new RunOptions { Workers = 2 }).RunAsync();
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HyperSearch.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No HyperSearch.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
