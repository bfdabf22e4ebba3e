namespace Search.Tests;

/// <summary>The README's programs, outside of the repository, as they stand there.</summary>
[Collection(PackagesCollection.Name)]
public sealed class ReadmeProgramTests(PackedPackages packages)
{
    [Fact]
    public async Task The_study_runs_as_a_file_of_its_own()
    {
        using var outside = await packages.CreateOutsideAsync();

        var run = await outside.RunFileAsync("my-study.cs", ReadmeText.Programs[0], "run", "--trials", "5");

        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Contains("5 trials: 5 complete", run.Out, StringComparison.Ordinal);
    }

    /// <summary>But for the packing, which the test has done under another version, in the home of a user who has nothing yet.</summary>
    [Fact]
    public async Task Its_commands_lead_from_the_packages_to_a_report()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The commands are those of a Unix shell.");
        using var outside = await packages.CreateOutsideAsync();
        const string Pack = "dotnet pack --output packages ", Tool = "HyperSearch.Tool";
        Assert.StartsWith(Pack, ReadmeText.Commands[1], StringComparison.Ordinal);
        Directory.CreateSymbolicLink(outside.File("packages"), packages.Folder);
        File.Delete(outside.File("nuget.config"));
        var commands = string.Concat(ReadmeText.Commands[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => $"{line.Split('#')[0]}\n"))
            .Replace(Tool, $"{Tool} --version {packages.Version}", StringComparison.Ordinal);
        outside.Write("commands.sh", $"""
            set -eu
            export HOME="$PWD/home" DOTNET_CLI_HOME="$PWD/home" PATH="$PWD/home/.dotnet/tools:$PATH" NUGET_FALLBACK_PACKAGES="{OutsideProject.FetchedPackages()}"
            mkdir -p "$HOME"
            {commands}
            """);

        var run = await outside.RunAsync("bash", "commands.sh");

        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Equal(2, run.Out.Split("complete").Length - 1);
    }

    [Fact]
    public async Task A_program_tunes_in_memory_one_asks_and_tells_and_one_takes_the_best_model_out()
    {
        using var outside = await packages.CreateOutsideAsync();
        var programs = ReadmeText.Programs.Skip(1).ToArray();
        Assert.Equal(3, programs.Length);
        Assert.All(programs, program => Assert.InRange(program.Split('\n').Length - 1, 1, 25));

        var tuned = await outside.RunConsoleAsync(programs[0], "HyperSearch");
        Assert.Equal((0, ""), (tuned.ExitCode, tuned.Error));
        Assert.Matches(@"^[0-9.E-]+ at \(.+, .+\) after 60 trials\r?\n$", tuned.Out);

        Assert.Equal(new CommandRun(0, "", ""), await outside.RunConsoleAsync(programs[1], "HyperSearch"));

        var taken = await outside.RunConsoleAsync(programs[2], "HyperSearch");
        Assert.Equal((0, ""), (taken.ExitCode, taken.Error));
        var lines = taken.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^trial \d+: [01]\.\d{3} with lr = [0-9.E-]+\r?$", line));
        var rate = double.Parse(lines[0].Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(BitConverter.GetBytes(rate), await File.ReadAllBytesAsync(outside.File("model.bin"), TestContext.Current.CancellationToken));
    }
}
