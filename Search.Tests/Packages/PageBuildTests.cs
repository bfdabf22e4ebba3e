namespace Search.Tests;

/// <summary>The page is built where there is what it takes, and else nothing is held up.</summary>
public sealed class PageBuildTests : IDisposable
{
    private static readonly string[] Built = ["node_modules", "dist", "obj"];

    private readonly TemporaryFolder _folder = new();

    public PageBuildTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It changes the environment with `env`.");
        var source = ProjectTests.FolderOf("Search.Dashboard/Page");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);
            if (Built.Contains(name.Split(Path.DirectorySeparatorChar)[0]))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.Copy(file, _folder.File(name));
        }
    }

    private string Page => _folder.File("dist/page.html.br");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_Node_js_the_build_goes_on_and_says_so_in_a_line()
    {
        Directory.CreateDirectory(_folder.File("bin"));
        await File.WriteAllTextAsync(_folder.File("bin/node"), "#!/bin/sh\nexit 127\n", TestContext.Current.CancellationToken);
        await DotnetProcess.RunAsync(_folder.File(""), "chmod", "+x", "bin/node");

        var build = await BuildAsync($"PATH={_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}");

        Assert.Equal(0, build.ExitCode);
        Assert.Contains("HyperSearch is built without its page: it takes Node.js 20 or newer, with npm.", build.Out, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", build.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public async Task Without_a_registry_the_build_goes_on_and_does_not_ask_each_time()
    {
        await RequireNodeAsync();
        string[] unreachable = ["npm_config_registry=http://127.0.0.1:9/", $"npm_config_cache={_folder.File("cache")}"];

        var build = await BuildAsync(unreachable);
        var asked = File.GetLastWriteTimeUtc(_folder.File("obj/unreachable"));
        var again = await BuildAsync(unreachable);

        foreach (var run in (CommandRun[])[build, again])
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("HyperSearch is built without its page: npm cannot get what it is made of", run.Out, StringComparison.Ordinal);
            Assert.Contains("0 Warning(s)", run.Out, StringComparison.Ordinal);
        }
        Assert.Equal(asked, File.GetLastWriteTimeUtc(_folder.File("obj/unreachable")));
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public async Task Builds_at_the_same_time_leave_one_whole_page_and_the_next_has_nothing_to_do()
    {
        await RequireNodeAsync();

        var builds = await Task.WhenAll(BuildAsync(), BuildAsync());
        RequirePackages(builds[0]);

        Assert.All(builds, build => Assert.True(build.ExitCode == 0, build.Out));
        var made = File.GetLastWriteTimeUtc(Page);
        Assert.Equal(0, (await BuildAsync()).ExitCode);
        Assert.Equal(made, File.GetLastWriteTimeUtc(Page));
        await using var packed = File.OpenRead(Page);
        await using var unpacked = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.EndsWith("</html>", (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetDirectories(_folder.File("obj")), folder => Path.GetFileName(folder).StartsWith("build-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_wrong_ends_the_build()
    {
        await RequireNodeAsync();
        await File.AppendAllTextAsync(_folder.File("src/data.ts"), "const wrong: number = 'text';\n", TestContext.Current.CancellationToken);

        var build = await BuildAsync();
        RequirePackages(build);

        Assert.Equal(1, build.ExitCode);
        Assert.Contains("src/data.ts", build.Out, StringComparison.Ordinal);
    }

    private Task<CommandRun> BuildAsync(params string[] environment) =>
        DotnetProcess.RunAsync(_folder.File(""), ["env", .. environment, "dotnet", "build", "Page.proj"]);

    private async Task RequireNodeAsync() => Assert.SkipWhen(
        (await DotnetProcess.RunAsync(_folder.File(""), "sh", "-c", "node --version && npm --version")).ExitCode != 0, "There is no Node.js with npm: https://nodejs.org");

    private static void RequirePackages(CommandRun build) => Assert.SkipWhen(
        build.Out.Contains("npm cannot get", StringComparison.Ordinal), "npm's registry is not reached: `npm config get registry` tells which is asked.");
}
