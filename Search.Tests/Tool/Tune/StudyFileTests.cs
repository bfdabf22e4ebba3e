using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>Study files: the same study as on a command line, and errors with their line.</summary>
public sealed class StudyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_study_is_the_same_in_the_command_with_placeholders_and_in_a_file_of_either_kind()
    {
        string[] marked = ["--lr~log:1e-6:1e-2", "--units2~logint:16:512@layers:2+", "--layers~int:1:4", "--act~choice:relu:~e", "--bias~flag", "--b~=ordinal:16:32", "d~uniform:0:1:0.25@act:relu@bias:on"];
        string[] placed = ["--lr", "{lr}", "--units2", "{units2}", "--layers", "{layers}", "--act", "{act}", "{bias?--bias}", "--b={b}", "d={d}"];
        var parameters = marked.Select(word => CommandWord.Parse(word).Parameter!).ToArray();
        var named = new TuneSource { Name = "s", Goals = [Goal.Minimize("loss")], Seed = 3, Run = new() { Strategy = "tpe", Pruner = "median", Trials = 40, Timeout = TimeSpan.FromMinutes(10), Retries = 1, Memory = 4L << 30, Slots = ["0", "1"], Defaults = new() { { "lr", 0.001 } } }, Result = "r.json" };
        TuneSource[] ways =
        [
            named with { Command = ["python", "t.py", .. marked] },
            named with { Command = ["python", "t.py", .. placed], Parameters = parameters },
            Read("s.yaml",
                """
                minimize: loss
                seed: 3
                command: python t.py --lr {lr} --units2 {units2} --layers {layers} --act {act} {bias?--bias} --b={b} d={d}
                parameters:
                  lr: log:1e-6:1e-2
                  units2: logint:16:512@layers:2+
                  layers: int:1:4
                  act: choice:relu:~e
                  bias: flag
                  b: ordinal:16:32
                  d: uniform:0:1:0.25@act:relu@bias:on
                strategy: tpe
                pruner: median
                trials: 40
                timeout: 10m
                retries: 1
                memory: 4G
                slots: [0, 1]
                defaults: {lr: 0.001}
                result: r.json
                """),
            Read("s.yml",
                """
                name: s
                minimize: loss
                seed: 3
                command: [python, t.py, --lr, "{lr}", --units2, "{units2}", --layers, "{layers}", --act, "{act}", "{bias?--bias}", "--b={b}", "d={d}"]
                parameters:
                  lr: {kind: log, low: 1.0e-6, high: 0.01}
                  units2: {kind: logint, low: 16, high: 512, when: {layers: 2+}}
                  layers: {kind: int, low: 1, high: 4}
                  act:
                    kind: choice
                    options: [relu, ""]
                  bias: {kind: flag}
                  b: {kind: ordinal, options: [16, 32]}
                  d: {kind: uniform, low: 0, high: 1, step: 0.25, when: {act: [relu], bias: on}}
                strategy: tpe
                pruner: median
                trials: 40
                timeout: 00:10:00
                retries: 1
                memory: 4294967296
                slots: 0,1
                defaults:
                  lr: 1e-3
                result: r.json
                """),
            Read("s.json",
                """
                {
                    "minimize": "loss", "seed": 3, "name": "s",
                    // The grammar is that of the command line.
                    "command": ["python", "t.py", "--lr~log:1e-6:1e-2", "--units2~logint:16:512@layers:2+", "--layers~int:1:4", "--act~choice:relu:~e", "--bias~flag", "--b~=ordinal:16:32", "d~uniform:0:1:0.25@act:relu@bias:on"],
                    "strategy": "tpe", "pruner": "median", "trials": 40, "timeout": "600s", "retries": 1, "memory": "4G", "slots": ["0", "1"], "defaults": {"lr": 0.001}, "result": "r.json",
                }
                """),
        ];

        var studies = ways.Select(way => way.ToDefinition().ToStudy()).ToArray();

        Assert.Single(studies.Select(study => (study.Name, study.Goal, study.Seed, study.Program)).Distinct());
        Assert.Single(studies.Select(study => string.Join(' ', ProposalsOf(study))).Distinct());
    }

    [Fact]
    public void Several_goals_and_limits_are_the_same_in_a_file_of_either_kind_and_the_first_line_is_the_score()
    {
        foreach (var source in (TuneSource[])
        [
            Read("s.yaml", "minimize: [loss, ms]\nmaximize: acc\nat-most:\n  ms: 20\n  mb: 1e3\nat-least: {acc: 0.5}\ncommand: sh t.sh\n"),
            Read("s.json", "{\"minimize\": [\"loss\", \"ms\"],\n\"maximize\": \"acc\", \"at-most\": {\"ms\": 20, \"mb\": 1000}, \"at-least\": {\"acc\": 0.5}}"),
        ])
        {
            Assert.Equal([Goal.Minimize("loss"), Goal.Minimize("ms"), Goal.Maximize("acc")], source.Goals);
            Assert.Equal([Constraint.AtMost("ms", 20), Constraint.AtMost("mb", 1000), Constraint.AtLeast("acc", 0.5)], source.Constraints);
        }
    }

    [Theory]
    [InlineData("s.yaml", "maximise: acc", "line 1: a study file has no 'maximise'. Did you mean maximize?")]
    [InlineData("s.yaml", "maximize: acc\nparameters:\n  lr: log:1\n", "line 3: lr: It is log:LOW:HIGH")]
    [InlineData("s.yaml", "maximize: acc\nparameters:\n  lr: {kind: log, low: 1, hgih: 2}\n", "line 3: parameter lr has no 'hgih'. Did you mean high?")]
    [InlineData("s.yaml", "parameters:\n  lr: {low: 1}\n", "line 2: lr: A kind is missing.")]
    [InlineData("s.yaml", "maximize: [acc, {}]", "line 1: maximize is a single value, but there is a mapping.")]
    [InlineData("s.yaml", "at-most:\n  ms: fast", "line 2: The limit of ms is a finite number, but there is 'fast'.")]
    [InlineData("s.yaml", "at-least: 3", "line 1: at-least is a mapping")]
    [InlineData("s.yaml", "trials: many", "line 1: trials is a whole number, but there is 'many'.")]
    [InlineData("s.yaml", "timeout: [1]", "line 1: timeout is a single value, but there is a list.")]
    [InlineData("s.yaml", "name: a\nname: b", "line 2: ")]
    [InlineData("s.yaml", "- a", "line 1: a study file is a mapping")]
    [InlineData("s.yaml", "a: &x [1]\nb: *x", "line 2: It has an alias")]
    [InlineData("s.yaml", "name: a\n---\nname: b", "line 2: A second document begins here.")]
    [InlineData("s.yaml", "name: {a", "line ")]
    [InlineData("s.yaml", "", "line 1: ")]
    [InlineData("s.yaml", "command: python 'a b'", "line 1: The command has quotes in it")]
    [InlineData("s.json", "{\n \"trails\": 3}", "line 2: a study file has no 'trails'. Did you mean trials?")]
    [InlineData("s.json", "{\n \"name\": }", "line 2: ")]
    [InlineData("s.json", "{} {}", "line 1: ")]
    [InlineData("s.json", "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", "line 1: ")]
    public void What_is_wrong_is_told_with_its_line(string name, string text, string message)
    {
        var refused = Assert.Throws<StudyException>(() => Read(name, text)).Message;

        Assert.StartsWith($"{_folder.File(name)}, {message}", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_deep_or_long_or_no_text_is_told()
    {
        Assert.Contains("nested deeper", Assert.Throws<StudyException>(() => Read("s.yaml", string.Concat(Enumerable.Repeat("[", 3000)))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 1048576 bytes", Assert.Throws<StudyException>(() => Read("s.yaml", new('#', (1 << 20) + 1))).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("x.yaml"), [0xff, 0xfe, 0xff]);
        Assert.Contains("cannot be read", Assert.Throws<StudyException>(() => StudyFile.Read(_folder.File("x.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_line_says_holds_over_the_file()
    {
        var study = new TuneSource { Run = new() { Trials = 5 }, Name = "mine" }.Or(Read("s.yaml", "maximize: acc\ntrials: 9\nseed: 4\ncommand: sh --x~int:1:2")).ToDefinition();

        Assert.Equal(("mine", 5, 4ul), (study.Name, study.Run.Trials, study.Seed));
    }

    private TuneSource Read(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return StudyFile.Read(_folder.File(name));
    }

    private static IEnumerable<Point> ProposalsOf(ProgramStudy study)
    {
        var rehearsal = new Rehearsal(new("s", study.TraceSpace(), study.Goal, study.Seed), trial => TrialResult.Complete(trial.Number));
        rehearsal.Run(study.Strategy!, 12);
        return rehearsal.Started.Select(trial => trial.Point);
    }
}
