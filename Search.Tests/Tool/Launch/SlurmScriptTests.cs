using System.Text;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>The script of an array of workers, as bash runs it.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("launch-slurm", "churn", "--workers", "40")]
    [InlineData("launch-slurm-all", "it's $HOME, \"quoted\" #1", "--workers", "40", "--at-once", "10", "--time", "4h", "--mem", "8G", "--cpus-per-task", "4", "--gpus", "a100:1", "--gres", "gpu:1",
        "--partition", "short", "--account", "me", "--output", "logs/it's \"#1\" \\ %A_%a.out", "--grace", "90s", "--restarts", "1", "--sbatch", "--qos=high", "--sbatch", "--constraint=\"a|b\" --mail-type END",
        "--worker-command", "dotnet run \"my study.cs\" -- work")]
    public async Task It_is_printed_as_expected(string name, params string[] args)
    {
        var run = await ToolRun.OfAsync(["launch", "slurm", .. args, "--store", "postgres://me@db.example/studies"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("`sbatch FILE` submits it, or --submit does.", run.Error, StringComparison.Ordinal);
        Expectation.Matches(name, run.Out, "sh");
    }

    [Fact]
    public async Task Words_stay_words_whatever_stands_in_them()
    {
        SkipWithoutBash();
        var words = HostileNames.All.Append("").ToArray();
        var script = _folder.File("words.sh");
        await File.WriteAllTextAsync(script, $"printf '%s\\0' {ShellText.Words(words)}", Cancel);

        var run = await RunAsync(script);

        Assert.Equal(words, run.Out.Split('\0')[..^1]);
        // On a terminal it is the same script.
        Assert.All(words, word => Assert.Equal(ShellText.Word(word), HyperSearch.Runner.SafeText.Line(ShellText.Word(word))));
    }

    [Theory]
    [InlineData("it's $(id) `id` \"x\"")]
    [InlineData("-rf")]
    [InlineData("a;exit 3")]
    [InlineData("#SBATCH --wrap=id")]
    [InlineData("\u202Eevil\\")]
    public async Task A_worker_is_called_with_the_study_whatever_it_is_called(string study)
    {
        SkipWithoutBash();
        await WriteProgramAsync("hypersearch", "printf '%s\\0' \"$HYPERSEARCH_WORKER\" \"$@\"");
        var script = await WriteScriptAsync(study);

        Assert.Equal("", (await RunAsync("-n", script)).Error);
        var run = await RunAsync(script);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["slurm 12_3", "work", .. study[0] == '-' ? (string[])["--"] : [], study, "--store", "postgres://me@db/studies", "--workers", "1", "--grace", "60s"], run.Out.Split('\0')[..^1]);
        Assert.All(await File.ReadAllLinesAsync(script, Cancel), line => Assert.False(line.StartsWith("#SBATCH", StringComparison.Ordinal) && line.Contains("--wrap", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("kill -KILL $$", 137, 3, "")]
    [InlineData("exit 1", 1, 3, "10 20")]
    [InlineData("exit 2", 2, 1, "")]
    [InlineData("exit 0", 0, 1, "")]
    public async Task A_worker_that_died_is_started_again_and_one_that_failed_after_a_while(string worker, int code, int starts, string pauses)
    {
        SkipWithoutBash();
        await WriteProgramAsync("hypersearch", $"echo started; {worker}");
        await WriteProgramAsync("sleep", "echo slept $1");
        var script = await WriteScriptAsync("churn", "--restarts", "2");

        var run = await RunAsync(script);

        var lines = run.Out.Split('\n');
        Assert.Equal((code, starts, pauses), (run.ExitCode, lines.Count(line => line == "started"), string.Join(' ', lines.Where(line => line.StartsWith("slept ", StringComparison.Ordinal)).Select(line => line["slept ".Length..]))));
        Assert.Equal(starts > 1 ? starts : 0, run.Error.Split('\n').Count(line => line == $"The worker has ended with code {code}; 128 and more stand for a signal."));
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_is_waited_for_and_is_not_started_again()
    {
        SkipWithoutBash();
        await WriteProgramAsync("hypersearch", "trap 'sleep 0.3; echo gave back; exit 130' TERM; echo started; sleep 60 & wait");
        var script = await WriteScriptAsync("churn");
        using var process = StudyProcess.StartAny(["bash", script], Variables());
        Assert.Equal("started", await process.LineAsync(Cancel));

        await process.TerminateAsync();
        var run = await process.EndAsync();

        Assert.Equal((130, "gave back\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    private static void SkipWithoutBash() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Slurm runs its scripts with bash, which Windows has not.");

    // A program that the script finds by its name.
    private async Task WriteProgramAsync(string name, string text)
    {
        var file = _folder.File(Path.Combine("bin", name));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"#!/bin/bash\n{text}\n", Cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<string> WriteScriptAsync(string study, params string[] more)
    {
        var run = await ToolRun.OfAsync(["launch", "slurm", "--workers", "4", "--store", "postgres://me@db/studies", .. more, "--", study]);
        Assert.Equal(0, run.ExitCode);
        await File.WriteAllTextAsync(_folder.File("script.sh"), run.Out, new UTF8Encoding(false), Cancel);
        return _folder.File("script.sh");
    }

    private async Task<CommandRun> RunAsync(params string[] args)
    {
        using var process = StudyProcess.StartAny(["bash", .. args], Variables());
        return await process.EndAsync();
    }

    // What Slurm sets of an array's task.
    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["SLURM_ARRAY_JOB_ID"] = "12",
        ["SLURM_ARRAY_TASK_ID"] = "3",
        ["PATH"] = $"{_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
    };
}
