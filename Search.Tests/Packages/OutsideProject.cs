namespace Search.Tests;

/// <summary>A folder outside of the repository, where programs are made with the packages alone: these and the usual registry are its sources.</summary>
internal sealed class OutsideProject : IDisposable
{
    private static readonly string[] All = ["HyperSearch", "HyperSearch.Training"];

    private readonly TemporaryFolder _folder = new();
    private readonly PackedPackages _packages;

    /// <param name="packages">What can be used.</param>
    internal OutsideProject(PackedPackages packages)
    {
        _packages = packages;
        // What others have fetched before need not be fetched again; what is tested goes into this folder, and with it.
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /><add key="fetched" value="{FetchedPackages()}" /></fallbackPackageFolders>
              <packageSources>
                <clear />
                <add key="packed" value="{packages.Folder}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>Where a file of that name lies, or would lie.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Writes a file. Where it asks for a package of the coming release, as in <c>#:package HyperSearch@1.0.0</c>, it gets the one that is tested.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), All.Aggregate(text, (all, package) =>
            all.Replace($"{package}@{PackedPackages.Release}", $"{package}@{_packages.Version}", StringComparison.Ordinal)));
    }

    /// <summary>Builds a console program, given as the text of its <c>Program.cs</c>, and runs it. A warning of the build fails the test.</summary>
    /// <param name="program">The program, as in a project that <c>dotnet new console</c> has made.</param>
    /// <param name="packages">The packages that are added to the project; none for both.</param>
    public async Task<CommandRun> RunConsoleAsync(string program, params string[] packages)
    {
        const string Name = "console";
        Write(Path.Combine(Name, "Program.cs"), program);
        Write(Path.Combine(Name, "console.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat((packages is [] ? All : packages).Select(package => $"""<PackageReference Include="{package}" Version="{_packages.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
        await BuildAsync(Name);
        return await RunAsync("dotnet", File(Path.Combine(Name, "bin", "Debug", "net10.0", "console.dll")));
    }

    /// <summary>Runs a file-based program, <c>dotnet run FILE -- …</c>. A warning of the build fails the test.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="args">Its arguments.</param>
    public async Task<CommandRun> RunFileAsync(string file, string text, params string[] args)
    {
        Write(file, text);
        await BuildAsync(file);
        return await RunAsync(["dotnet", "run", file, "--", .. args]);
    }

    /// <summary>Installs the tool.</summary>
    /// <returns>The command.</returns>
    public async Task<string> InstallToolAsync()
    {
        var install = await RunAsync("dotnet", "tool", "install", "HyperSearch.Tool", "--tool-path", File("tools"), "--version", _packages.Version, "--add-source", _packages.Folder);
        Assert.True(install.ExitCode == 0, install.Out + install.Error);
        return File(Path.Combine("tools", "hypersearch"));
    }

    /// <summary>Runs any program here.</summary>
    internal Task<CommandRun> RunAsync(params string[] command) => DotnetProcess.RunAsync(File(""), command);

    public void Dispose() => _folder.Dispose();

    private async Task BuildAsync(string project)
    {
        var build = await RunAsync("dotnet", "build", project);
        Assert.True(build.ExitCode == 0 && !build.Out.Contains(": warning ", StringComparison.Ordinal), build.Out + build.Error);
    }

    /// <summary>Where packages lie that were fetched before.</summary>
    internal static string FetchedPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
