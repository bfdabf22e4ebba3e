using HyperSearch;
using HyperSearch.Runner;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary><c>tune</c> over a real program, a small script of sh, and what its record can do afterwards.</summary>
public sealed class TuneCommandTests : IDisposable
{
    private static readonly string[] Parameters = ["--x~int:1:9", "--act~choice:relu:tanh", "--fast~flag", "--y~uniform:0:1:0.25@x:5+"];

    private readonly TemporaryFolder _folder = new();

    public TuneCommandTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has no sh.");
        File.WriteAllText(Script, "for word in \"$@\"; do echo \"word $word\"; done\necho \"acc=$2\"\n");
    }

    private string Script => _folder.File("train.sh");

    private string Store => _folder.File("studies.db");

    private string[] Line => ["tune", "--maximize", "acc", "--strategy", "random", "--trials", "6", "--workers", "2", "--store", Store, "--", "sh", Script, .. Parameters];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_makes_a_study_goes_on_where_it_stood_and_its_name_does_all_that_a_study_file_does()
    {
        var first = await ToolRun.OfAsync(Line);
        Assert.Equal((0, true), (first.ExitCode, first.Out.StartsWith("train: maximize acc\n6 trials: 6 complete", StringComparison.Ordinal)));
        Assert.Contains("finished: 6 of 6 trials", (await ToolRun.OfAsync(Line)).Error, StringComparison.Ordinal);
        Assert.Contains("continuing: 6 of 8 trials", (await ToolRun.OfAsync([.. Line.Select(word => word == "6" ? "8" : word)])).Error, StringComparison.Ordinal);
        foreach (var (verb, total) in ((string, string)[])[("run", "9"), ("resume", "10"), ("work", "11")])
        {
            var run = await ToolRun.OfAsync(verb, "train", "--trials", total, "--store", Store);
            Assert.Equal((0, ""), (run.ExitCode, verb == "work" ? run.Out : ""));
        }
        // How long it is was said last by the line.
        Assert.Contains("finished: 11 of 8 trials", (await ToolRun.OfAsync("work", "train", "--store", Store)).Error, StringComparison.Ordinal);

        Assert.StartsWith("11 proposals recomputed, all identical\n", (await ToolRun.OfAsync("replay", "train", "--scores", "--store", Store)).Out, StringComparison.Ordinal);
        await using var store = new SqliteStudyStore(Store);
        var trials = await (await store.FindAsync("train", TestContext.Current.CancellationToken))!.ReadAsync(TestContext.Current.CancellationToken);
        var space = (await store.FindAsync("train", TestContext.Current.CancellationToken))!.Study.Space;
        Assert.Equal(11, trials.Count);
        Assert.All(trials, trial => Assert.Equal(trial.Value, trial.ValuesIn(space).First(value => value.Key == "x").Value.Number));
        Expectation.Matches("show-program", (await ToolRun.OfAsync("show", "train", "--store", Store)).Out.Replace(_folder.File(""), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_needs_no_dashes_before_it()
    {
        var run = await ToolRun.OfAsync([.. Line.Where(word => word != "--")]);

        Assert.Equal((0, true), (run.ExitCode, run.Out.Contains("6 complete", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("command: on record [\"sh\"", "--x~int:1:9", "--verbose", "--act~choice:relu:tanh", "--fast~flag", "--y~uniform:0:1:0.25@x:5+")]
    [InlineData("parameter x: on record int x [1, 9], now int x [1, 8]", "--x~int:1:8", "--act~choice:relu:tanh", "--fast~flag", "--y~uniform:0:1:0.25@x:5+")]
    [InlineData("conditions: on record {\"y\":[\"x:5+\"]}, now {\"y\":[\"x:6+\"]}", "--x~int:1:9", "--act~choice:relu:tanh", "--fast~flag", "--y~uniform:0:1:0.25@x:6+")]
    public async Task Another_command_is_refused_with_what_is_on_record(string difference, params string[] parameters)
    {
        await ToolRun.OfAsync([.. Line.Select(word => word == "6" ? "1" : word)]);

        var run = await ToolRun.OfAsync([.. Line[..^Parameters.Length], .. parameters]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(difference, run.Error, StringComparison.Ordinal);
        Assert.Contains("under another name (--name)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wider_range_goes_on_where_that_is_wanted()
    {
        await ToolRun.OfAsync(Line);
        string[] wider = [.. Line.Select(word => word switch { "--x~int:1:9" => "--x~int:1:12", "6" => "8", _ => word })];

        Assert.Equal(1, (await ToolRun.OfAsync(wider)).ExitCode);
        Assert.Equal(0, (await ToolRun.OfAsync(["tune", "--allow-widening", .. wider[1..]])).ExitCode);
        Assert.Contains("finished: 8 of 8 trials", (await ToolRun.OfAsync("resume", "train", "--store", Store)).Error, StringComparison.Ordinal);
        Assert.StartsWith("8 proposals recomputed, all identical\n", (await ToolRun.OfAsync("replay", "train", "--store", Store)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_written_for_each_trial_and_is_on_record()
    {
        var template = _folder.File("settings");
        await File.WriteAllTextAsync(template, "x={x}\nif true; then echo \"${{x}} {y|none}\"; fi\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Script, ". \"${1#file=}\"\necho \"acc=$x\"\n", TestContext.Current.CancellationToken);
        string[] line = ["tune", "--maximize", "acc", "--strategy", "random", "--store", Store, "--template", template, "--param", "x~int:1:9", "--param", "y~flag@x:5+", "--trials", "4", "--", "sh", Script, "file=" + template];

        Assert.Contains("4 complete", (await ToolRun.OfAsync(line)).Out, StringComparison.Ordinal);
        // Another host has no such file.
        File.Delete(template);
        Assert.Contains("6 complete", (await ToolRun.OfAsync("resume", "train", "--trials", "6", "--store", Store)).Out, StringComparison.Ordinal);
        Assert.Contains("all scores identical", (await ToolRun.OfAsync("replay", "train", "--scores", "--store", Store)).Out, StringComparison.Ordinal);
        Assert.Matches(@"\A(\d) (true|false|none)\nacc=\1\n", (await ToolRun.OfAsync("show", "train", "0", "--log", "--store", Store)).Out.Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_word_behind_the_first_is_the_commands()
    {
        var run = await ToolRun.OfAsync("tune", "--print", "--maximize", "acc", "sh", "--help", "--", "@file", "--trials", "[x]", "--x~int:1:1000");

        Assert.Matches(@"\Ash --help -- @file --trials '\[x\]' --x \d+\n", run.Out);
    }

    [Fact]
    public async Task What_a_program_prints_under_the_names_of_goals_and_limits_decides()
    {
        await File.WriteAllTextAsync(Script, "case $1 in --x=9) echo acc=9;; *) echo \"ms=${1#--x=} acc=1 mb=5\"; echo \"acc=${1#--x=} mb=${1#--x=}\";; esac\n", TestContext.Current.CancellationToken);
        string[] line = ["tune", "--minimize", "ms", "--strategy", "grid", "--maximize", "acc", "--at-most", "mb=6", "--at-least", "acc=2", "--trials", "5", "--store", Store, "--", "sh", Script, "--x=~int:1:9"];

        await ToolRun.OfAsync(line);

        await using var store = new SqliteStudyStore(Store);
        var record = (await store.FindAsync("train", TestContext.Current.CancellationToken))!;
        Assert.Equal([Goal.Minimize("ms"), Goal.Maximize("acc")], record.Study.Goals);
        var trials = await record.ReadAsync(TestContext.Current.CancellationToken);
        int X(Trial trial) => (int)record.Study.Space.ValuesOf(trial.Point).Single().Value.Number!.Value;
        foreach (var trial in trials.Where(trial => X(trial) < 9))
            Assert.Equal((X(trial), $"{X(trial)}", $"{X(trial) - 6} {2 - X(trial)}"), (trial.Value, string.Join(' ', trial.FurtherValues), string.Join(' ', trial.Excesses)));
        var incomplete = trials.Single(trial => X(trial) == 9);
        Assert.Equal(TrialState.Failed, incomplete.State);
        Assert.Equal([3, 5], ParetoFront.Of(record.Study.Goals, trials).Select(X));
        Assert.Equal(0, (await ToolRun.OfAsync(line)).ExitCode);
        Assert.Contains("constraints: on record mb at most 6, acc at least 2, now mb at most 7, acc at least 2", (await ToolRun.OfAsync([.. line.Select(word => word == "mb=6" ? "mb=7" : word)])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no goal", "--", "sh", "x", "--x~int:1:9")]
    [InlineData("no parameter", "--maximize", "acc", "--", "sh", "x")]
    [InlineData("no program 'there-is-none'", "--maximize", "acc", "--", "there-is-none", "--x~int:1:9")]
    [InlineData("nothing to tune", "--maximize", "acc")]
    [InlineData("two are of 'acc'", "--maximize", "acc", "--minimize", "acc", "--", "sh", "--x~int:1:9")]
    [InlineData("two of 'ms at most'", "--maximize", "acc", "--at-most", "ms=1", "--at-most", "ms=2", "--", "sh", "--x~int:1:9")]
    [InlineData("--at-most takes METRIC=X such as ms=20, but it is 'ms'", "--maximize", "acc", "--at-most", "ms", "--", "sh", "--x~int:1:9")]
    [InlineData("--at-least takes METRIC=X such as ms=20, but it is 'ms=inf'", "--maximize", "acc", "--at-least", "ms=inf", "--", "sh", "--x~int:1:9")]
    [InlineData("MedianPruner stops trials by one", "--maximize", "acc", "--minimize", "ms", "--pruner", "median", "--", "sh", "--x~int:1:9")]
    [InlineData("Did you mean tpe?", "--maximize", "acc", "--strategy", "tpee", "--", "sh", "--x~int:1:9")]
    [InlineData("--memory takes a size such as 512M", "--maximize", "acc", "--memory", "much", "--", "sh", "--x~int:1:9")]
    [InlineData("names the template t.yaml", "--maximize", "acc", "--template", "t.yaml", "--", "sh", "--x~int:1:9")]
    [InlineData("The template none.yaml cannot be read", "--maximize", "acc", "--template", "none.yaml", "--", "sh", "--x~int:1:9")]
    public async Task What_is_missing_or_wrong_is_told_before_anything_is_recorded(string message, params string[] args)
    {
        await File.WriteAllTextAsync(_folder.File("t.yaml"), "x: {x}", TestContext.Current.CancellationToken);

        var run = await ToolRun.OfAsync(["tune", "--store", Store, .. args.Select(word => word == "t.yaml" ? _folder.File(word) : word)]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task Print_shows_the_command_lines_of_the_first_trials_and_records_nothing()
    {
        string[] line = ["tune", "--print", "--maximize", "acc", "--strategy", "random", "--store", Store, "--template", _folder.File("t.yaml"), "--", "sh", "train it.sh", _folder.File("t.yaml"), "--note~choice:it's:$HOME:a;b", .. Parameters];
        await File.WriteAllTextAsync(_folder.File("t.yaml"), "x: {x}\ny: {y|0}\n", TestContext.Current.CancellationToken);

        var run = await ToolRun.OfAsync(line);

        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(Store));
        Expectation.Matches("tune-print", run.Out);
    }

    [Fact]
    public async Task Its_help_is_as_expected() => Expectation.Matches("help-tune", (await ToolRun.OfAsync("tune", "--help")).Out.Replace($"[default: {Environment.ProcessorCount}]", "[default: CORES]", StringComparison.Ordinal));

    /// <summary>A value never becomes code, and a printed line gives a shell the words of the trial.</summary>
    [Fact]
    public async Task A_hostile_text_is_one_word_and_nothing_else()
    {
        string[] hostile = ["$(touch pwned)", "`touch pwned`", ";touch pwned", "a'b\"c", "|touch pwned", "-rf", "*", "~", "{x}", "\\", "a b", "é\u202e"];
        var option = "--v~choice:" + string.Join(':', hostile.Select(GrammarText.Escape));

        var run = await ToolRun.OfAsync(["tune", "--maximize", "acc", "--strategy", "grid", "--store", Store, "--", "sh", "-c", $"cd '{_folder.File("")}'; test \"$#\" = 2 && printf '%s\\n' \"$2\" >> values && echo acc=1", "name", option]);

        Assert.Equal((0, true), (run.ExitCode, run.Out.Contains($"{hostile.Length} complete", StringComparison.Ordinal)));
        Assert.Equal(hostile.Order(StringComparer.Ordinal), (await File.ReadAllLinesAsync(_folder.File("values"), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(_folder.File("pwned")));
    }

    [Fact]
    public async Task A_study_without_a_command_is_recorded_for_programs_that_ask()
    {
        var run = await ToolRun.OfAsync("tune", "--maximize", "acc", "--name", "asked", "--param", "x~int:1:9", "--store", Store);

        Assert.Equal((0, true), (run.ExitCode, run.Error.Contains("`hypersearch serve asked`", StringComparison.Ordinal)));
        Assert.Contains("says not how a trial is scored", (await ToolRun.OfAsync("run", "asked", "--store", Store)).Error, StringComparison.Ordinal);
        Assert.Contains("int x [1, 9]", (await ToolRun.OfAsync("show", "asked", "--store", Store)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "python3", "-u", "dir/train.py", "--x~int:1:2")]
    [InlineData("main", "./main", "--x~int:1:2")]
    [InlineData("Rscript", "Rscript", "-e", "1", "--x~int:1:2")]
    public void A_study_is_called_like_its_script_or_program(string name, params string[] words) => Assert.Equal(name, ProgramName.Of(words));

    [Theory]
    [InlineData("4G", 4L << 30)]
    [InlineData("1.5KiB", 1536L)]
    [InlineData("512mb", 512L << 20)]
    [InlineData("1000", 1000L)]
    [InlineData("0", null)]
    [InlineData("-1G", null)]
    [InlineData("G", null)]
    [InlineData("1e30", null)]
    public void A_size_is_read_as_people_write_it(string text, long? bytes) => Assert.Equal(bytes, ByteSize.ParseOrNull(text));
}
