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

    [Fact]
    public async Task A_program_tunes_in_memory_one_asks_and_tells_and_one_takes_the_best_model_out()
    {
        using var outside = await packages.CreateOutsideAsync();
        var programs = ReadmeText.Programs.Skip(1).ToArray();
        Assert.Equal(3, programs.Length);
        Assert.All(programs, program => Assert.InRange(program.Split('\n').Length - 1, 1, 30));
        Assert.InRange(programs[0].Split('\n').Length - 1, 1, 25);

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
