using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ProgramObjectiveTests
{
    [Fact]
    public async Task The_last_value_is_the_result_those_before_are_the_curve_and_other_numbers_are_metrics()
    {
        await using var programs = new ProgramTrials();

        var trial = await programs.RunAsync("""
            echo 'epoch=1 loss=0.9 acc=0.1'
            echo 'Epoch 2/3 - loss: 0.5 - acc: 0.5'
            echo 'seconds: 3' >&2
            echo '{"epoch": 3, "acc": 0.75, "loss": 0.25}'
            echo 'acc=0.8'
            """);

        Assert.Equal((TrialState.Complete, 0.8), (trial.State, trial.Value));
        Assert.Equal([new(1, 0.1), new(2, 0.5), new(3, 0.75)], trial.Measurements);
        var metrics = await programs.Record.ReadMetricsAsync();
        Assert.Equal([0.9, 0.5, 0.25], metrics.Where(metric => metric is { Name: "loss", Step: not null }).OrderBy(metric => metric.Step).Select(metric => metric.Value));
        Assert.Equal(3, metrics.Single(metric => metric is { Name: "seconds", Step: null }).Value);
        Assert.Contains(metrics, metric => metric is { Name: "cpu_seconds", Value: >= 0 });
    }

    [Theory]
    [InlineData("echo acc=0.8; echo acc=99 >&2", 0.8)]
    [InlineData("echo acc=99 >&2; echo acc=0.8", 0.8)]
    [InlineData("echo acc=0.8 >&2; echo loss=1", 0.8)]
    public async Task The_result_is_in_the_output_or_else_in_the_errors(string script, double result)
    {
        await using var programs = new ProgramTrials();

        Assert.Equal(result, (await programs.RunAsync(script)).Value);
    }

    [Fact]
    public async Task Values_without_a_step_are_counted_and_steps_that_do_not_rise_are_left_out()
    {
        await using var programs = new ProgramTrials();
        var counted = await programs.RunAsync("for acc in 0.1 0.2 nan 0.3; do echo acc=$acc; done");
        await using var others = new ProgramTrials();
        var stepped = await others.RunAsync("for step in 5 5 3 7; do echo step=$step acc=0.$step; done");

        Assert.Equal([1, 2, 3], counted.Measurements.Select(measurement => measurement.Step));
        Assert.Equal([new(5, 0.5), new(7, 0.7)], stepped.Measurements);
    }

    [Fact]
    public async Task A_program_gets_its_words_as_they_are_and_no_input()
    {
        await using var programs = new ProgramTrials();
        string[] words = ["$(touch /tmp/never)", "a b", "'", "\"", "*", "", "-x", ";", "é\n|"];

        var trial = await programs.RunAsync(["sh", "-c", "printf '<%s>' \"$@\"; cat; echo; echo acc=$#", "sh", .. words]);

        Assert.Equal(words.Length, trial.Value);
        Assert.Contains(string.Concat(words.Select(word => $"<{word}>")), await programs.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_of_its_trial_and_runs_in_this_folder()
    {
        await using var programs = new ProgramTrials { Files = [new("conf.yaml", "x: 1\n")] };

        var trial = await programs.RunAsync(["sh", "-c", """
            echo "$HYPERSEARCH_STUDY/$HYPERSEARCH_TRIAL/$HYPERSEARCH_PARAMS/$HYPERSEARCH_PARAM_x" | sed 's/[0-9.]\{4,\}/N/g'
            [ "$(pwd -P)" = "$2" ] && [ -n "$HYPERSEARCH_SEED" ] && [ -d "$HYPERSEARCH_CHECKPOINT" ] && [ -d "$HYPERSEARCH_ARTIFACTS" ] && cat "$1"
            echo acc=1
            """, "sh", $"{ProgramCall.FolderPlaceholder}/conf.yaml", Environment.CurrentDirectory]);

        Assert.Equal(1, trial.Value);
        Assert.Equal("programs/0/{\"x\":N}/N\nx: 1\nacc=1\n", await programs.LogAsync());
    }

    [Theory]
    [InlineData("echo trying; echo why >&2; exit 3", "The program ended with exit code 3.\nThe last lines of its output:\n", "\nwhy")]
    [InlineData("kill -SEGV $$", "The program was ended by signal 11 (SIGSEGV). It has printed nothing.", "")]
    [InlineData("echo accuracy=1 loss: 2", "The output has no `acc=NUMBER`", "The names seen: accuracy, loss.")]
    [InlineData("echo 'acc=tensor(0.5)'", "The output has no `acc=NUMBER`", "Behind the name stands `tensor(0.5)`")]
    [InlineData("echo acc=1 && echo acc=nan", "The result of the program, its last `acc`, is NaN: a score must be finite.", "acc=nan")]
    [InlineData("true", "The output has no `acc=NUMBER`", "Print the result as the last")]
    [InlineData("printf 'a\\033[31m\\202\\n'; exit 1", "The program ended with exit code 1.", "\na\ufffd")]
    public async Task A_failure_says_what_happened_with_the_last_lines(string script, string beginning, string part)
    {
        await using var programs = new ProgramTrials();

        var trial = await programs.RunAsync(script);

        Assert.Equal(TrialState.Failed, trial.State);
        Assert.StartsWith(beginning, trial.Error, StringComparison.Ordinal);
        Assert.Contains(part, trial.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hypersearch-has-no-such-program", "There is no program 'hypersearch-has-no-such-program' in the folders of PATH.")]
    [InlineData("./no-such-program", "There is no program ./no-such-program, seen from ")]
    [InlineData("/etc/passwd", "/etc/passwd is a file, but not one that can be run.")]
    [InlineData("", "The first word of the command line is empty")]
    [InlineData("a\0b", "No word of a command line has a NUL character in it")]
    public async Task What_is_no_program_is_told(string program, string beginning)
    {
        await using var programs = new ProgramTrials();

        Assert.StartsWith(beginning, (await programs.RunAsync([program])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_pruned_by_its_output_is_stopped()
    {
        await using var programs = new ProgramTrials { Pruner = new StopsAt(3) };

        var trial = await programs.RunAsync("trap 'echo acc=9; exit 0' TERM; for i in 1 2 3; do echo acc=0.$i; done; while :; do :; done");

        Assert.Equal((TrialState.Pruned, 0.3), (trial.State, trial.Value));
        Assert.Equal(3, trial.Measurements.Count);
        Assert.EndsWith("acc=9\n", await programs.LogAsync(), StringComparison.Ordinal);
    }

    // What goes to a pipe, these print when they end.
    [Theory]
    [InlineData("python3", "x.py", "import time\nfor i in (1, 2, 3): print(f'acc=0.{i}')\ntime.sleep(1000)", "Install Python 3.")]
    [InlineData("perl", "x.pl", "print \"acc=0.$_\\n\" for 1..3; sleep 1000;", "Install Perl.")]
    [InlineData("Rscript", "x.R", "for (i in 1:3) cat(sprintf('acc=0.%d\\n', i)); Sys.sleep(1000)", "Install R (r-base-core).")]
    [InlineData("gcc", "x.c", "#include <stdio.h>\n#include <unistd.h>\nint main() { for (int i = 1; i <= 3; i++) printf(\"acc=0.%d\\n\", i); sleep(1000); }", "Install gcc.")]
    public async Task An_unmodified_program_of_any_language_is_pruned_by_its_output(string language, string file, string source, string advice)
    {
        Assert.SkipWhen(Array.TrueForAll(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator), folder => !File.Exists(Path.Combine(folder, language))), $"There is no {language}. {advice}");
        await using var programs = new ProgramTrials { Pruner = new StopsAt(3) };
        var path = programs.File(file);
        await File.WriteAllTextAsync(path, source);
        string[] words = [language, path];
        if (language == "gcc")
        {
            words = [programs.File("x")];
            using var compiler = System.Diagnostics.Process.Start("gcc", ["-o", words[0], path]);
            await compiler.WaitForExitAsync();
        }

        var trial = await programs.RunAsync(words);

        Assert.Equal((TrialState.Pruned, 0.3), (trial.State, trial.Value));
    }

    [Fact]
    public async Task Variables_that_no_shell_can_name_reach_the_program()
    {
        await using var programs = new ProgramTrials();
        Environment.SetEnvironmentVariable("hypersearch.test-1", "a b");
        await programs.RunAsync(["env"]);
        Environment.SetEnvironmentVariable("hypersearch.test-1", null);

        Assert.Contains("\nhypersearch.test-1=a b\n", await programs.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_stopped_though_it_ignores_that()
    {
        var sleepers = new Sleepers();
        await using var programs = new ProgramTrials { Limits = new() { Grace = TimeSpan.FromMilliseconds(200) }, Policy = new() { Timeout = TimeSpan.FromMilliseconds(400) } };

        var trial = await programs.RunAsync($"trap '' TERM; (trap '' TERM; setsid {sleepers.Command}) & while :; do sleep 0.1; done");

        Assert.Contains("longer than its time-out", trial.Error, StringComparison.Ordinal);
        sleepers.AssertNone();
    }

    [Fact]
    public async Task What_a_program_leaves_behind_is_ended_and_not_waited_for()
    {
        var sleepers = new Sleepers();
        await using var programs = new ProgramTrials();

        var trial = await programs.RunAsync($"{sleepers.Command} & (env -i setsid {sleepers.Command} >/dev/null 2>&1 &) ; (sleep 0.1; echo acc=2) & echo acc=1");

        Assert.Equal(2, trial.Value);
        sleepers.AssertNone();
    }

    [Fact]
    public async Task A_trial_that_is_interrupted_goes_on_from_the_files_that_it_left()
    {
        await using var programs = new ProgramTrials();
        using var interrupt = new CancellationTokenSource();
        string[] words = ["sh", "-c", """
            trap 'mkdir -p "$HYPERSEARCH_CHECKPOINT/of"; echo "$i" > "$HYPERSEARCH_CHECKPOINT/of/step"; exit 0' TERM
            i=$(cat "$HYPERSEARCH_CHECKPOINT/of/step" 2>/dev/null || echo 0)
            [ "$i" -gt 0 ] && { echo "goes on from $i acc=$((i + 1))"; exit 0; }
            while [ "$i" -lt 3 ]; do i=$((i + 1)); echo acc=$i; done
            touch "$1"; while :; do sleep 0.05; done
            """, "sh", programs.File("waits")];

        var run = programs.RunAsync(words, 1, interrupt.Token);
        while (!File.Exists(programs.File("waits")))
            await Task.Delay(20);
        await interrupt.CancelAsync();
        Assert.Equal(TrialState.Waiting, (await run)[0].State);
        var trial = (await programs.RunAsync(words, 1))[0];

        Assert.Equal((TrialState.Complete, 4), (trial.State, trial.Value));
        Assert.Equal([1, 2, 3, 4], trial.Measurements.Select(measurement => measurement.Step));
    }

    [Fact]
    public async Task Files_in_the_artifact_folder_are_artifacts_of_the_trial()
    {
        await using var programs = new ProgramTrials();

        await programs.RunAsync("""cd "$HYPERSEARCH_ARTIFACTS"; mkdir deep; echo one > deep/a.txt; ln -s /etc/passwd link; mkfifo pipe; echo acc=1""");

        var artifact = Assert.Single(await programs.Record.ReadArtifactsAsync());
        Assert.Equal(("deep/a.txt", 4), (artifact.Name, artifact.Size));
    }

    [Theory]
    [InlineData("echo '{\"acc\": 0.5, \"loss\": 2}' > out.json", "out.json")]
    [InlineData("echo '{\"acc\": 0.5, \"loss\": 2}' > \"$HYPERSEARCH_RESULT\"", "none.json")]
    [InlineData("printf 'acc,loss\\n0.1,3\\n0.5,2\\n' > $1; echo acc=7", "out.csv")]
    public async Task A_result_file_has_the_result(string script, string file)
    {
        await using var programs = new ProgramTrials();
        var path = programs.File(file);
        await using var withFile = new ProgramTrials { Limits = new() { ResultFile = path } };

        var trial = await withFile.RunAsync(["sh", "-c", $"cd '{Path.GetDirectoryName(path)}'; {script}", "sh", path]);

        Assert.Equal((null, 0.5), (trial.Error, trial.Value));
        Assert.Equal(2, (await withFile.Record.ReadMetricsAsync()).Single(metric => metric.Name == "loss").Value);
    }

    [Fact]
    public async Task Without_its_result_file_a_trial_has_failed()
    {
        await using var programs = new ProgramTrials { Limits = new() { ResultFile = "no-such.json" } };

        Assert.StartsWith("The program has not written its result file: name no-such.json in the command line", (await programs.RunAsync("echo acc=1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_needs_more_memory_than_its_limit_fails_by_it()
    {
        await using var programs = new ProgramTrials { Limits = new() { Memory = 100 << 20 } };
        var python = Python.Require("sys", "Install Python 3.");

        var trial = await programs.RunAsync([python, "-c", "print('acc=1', flush=True)\nmany = []\nwhile True: many.append(bytearray(1 << 20))"]);

        Assert.Equal(TrialState.Failed, trial.State);
        Assert.Contains("104,857,600 bytes", trial.Error, StringComparison.Ordinal);
        Assert.Contains("raise --memory", trial.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_needs_more_processor_time_than_its_limit_fails_by_it()
    {
        await using var programs = new ProgramTrials { Limits = new() { CpuTime = TimeSpan.FromSeconds(1) } };

        Assert.Contains("limited to 1 s of processor time", (await programs.RunAsync("while :; do :; done")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_run_at_once_have_processors_of_their_own()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2)
            Assert.Skip("This takes Linux and two processors.");
        await using var programs = new ProgramTrials { Limits = new() { Workers = 2, Devices = ["5", "7"] } };

        // Each waits for the other.
        var trials = await programs.RunAsync(["sh", "-c", """
            touch "$1.$HYPERSEARCH_TRIAL"; while [ ! -e "$1.0" ] || [ ! -e "$1.1" ]; do sleep 0.02; done
            echo "acc=$CUDA_VISIBLE_DEVICES cores=$(grep Cpus_allowed: /proc/self/status | tr -d -c 0-9a-f | tail -c 1 | tr a-f 0)"
            """, "sh", programs.File("both")], 2);

        Assert.Equal([5, 7], trials.Select(trial => trial.Value!.Value).Order());
        var cores = (await programs.Record.ReadMetricsAsync()).Where(metric => metric.Name == "cores").Select(metric => metric.Value);
        Assert.Equal(2, cores.Distinct().Count());
    }

    [Fact]
    public async Task A_program_that_prints_without_end_costs_neither_memory_nor_the_record()
    {
        await using var programs = new ProgramTrials();

        var trial = await programs.RunAsync("head -c 30000000 /dev/zero | tr '\\0' 'x'; echo; yes 'noise=1' | head -c 3000000; echo; yes '' | head -n 100000; echo acc=1; printf 'acc=2 é\\377'");

        Assert.Equal(2, trial.Value);
        var log = await programs.LogAsync();
        Assert.InRange(log.Length, 1000, TrialLog.MostAtBeginning + TrialLog.MostAtEnd + 10_000);
        Assert.EndsWith("acc=1\nacc=2 é\ufffd\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_names_without_end_the_first_hundred_are_recorded()
    {
        await using var programs = new ProgramTrials();

        await programs.RunAsync("i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo name$i=$i; done; echo acc=1");

        Assert.Equal(ProgramOutput.MostMetrics, (await programs.Record.ReadMetricsAsync()).Count(metric => metric.Name.StartsWith("name", StringComparison.Ordinal)));
    }

    private sealed class StopsAt(int step) : IPruner
    {
        public bool ShouldStop(Trial trial, History history) => trial.Measurements[^1].Step >= step;
    }
}
