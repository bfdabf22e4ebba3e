using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study of a program as data: what is on record makes the same study again, and what is wrong is told.</summary>
public sealed class ProgramDefinitionTests
{
    [Fact]
    public void What_is_on_record_makes_the_same_study_again()
    {
        foreach (var parameters in GrammarWords.Spaces(50))
        {
            var definition = Define(["p", .. parameters.Select(parameter => $"--x={{{parameter.Name}}}"), "{@a b.yaml}", "{{x}}", "{\"a\":1}"]) with
            {
                Parameters = parameters,
                Templates = [new("a b.yaml", $"{{\"a\": {{{parameters[0].Name}}}}} é ${{{{x}}}}\r\n")],
                Result = "out.json",
                Run = new() { Strategy = "tpe", Pruner = "median", Trials = 7, Time = TimeSpan.FromSeconds(1.5), Timeout = TimeSpan.FromDays(3), Retries = 2, MostFailures = 5, Memory = 1L << 40, Slots = ["0", "GPU-1"], Defaults = new() { { parameters[0].Name, 0.25 } } },
            };
            var study = definition.ToStudy();

            var again = ProgramDefinition.Of(Recorded(study.TraceSpace(), study.Program)).ToStudy();

            Assert.Equal(study.Program, again.Program);
            Assert.Equal(study.TraceSpace().Parameters.Select(parameter => parameter.Definition), again.TraceSpace().Parameters.Select(parameter => parameter.Definition));
            Assert.Equal((study.Budget, study.Policy.Timeout, study.Strategy?.ToString(), study.Pruner?.ToString()), (again.Budget, again.Policy.Timeout, again.Strategy?.ToString(), again.Pruner?.ToString()));
            var point = study.TraceSpace().Complete(new Setting());
            Assert.Equal(TextOf(study, point), TextOf(again, point));
        }
    }

    [Fact]
    public void An_option_goes_with_its_value_while_that_is_inactive()
    {
        var study = Define(["p", "--units", "{u}", "--rate={u}", "x{u|none}", "-v", "{f?-f}", "{f?--on}"]) with { Parameters = [.. ((string[])["layers~int:1:2", "u~int:8:9@layers:2", "f~flag"]).Select(CommandWord.ParseParameter)] };

        Assert.Equal("p xnone -v", Words(study, new() { { "layers", 1 }, { "f", "false" } }));
        Assert.Equal("p --units 9 --rate=9 x9 -v -f --on", Words(study, new() { { "layers", 2 }, { "u", 9 }, { "f", "true" } }));
    }

    [Theory]
    [InlineData("lr: {lr}", "lr: 0.5")]
    [InlineData("{\"lr\":{lr}}", "{\"lr\":0.5}")]
    [InlineData("{{lr}} ${{lr}} {{{lr}}}", "{lr} ${lr} {{lr}}")]
    [InlineData("{ x } {} {1} {{ jinja }} {a: 1} {x:.3f}", "{ x } {} {1} {{ jinja }} {a: 1} {x:.3f}")]
    [InlineData("a{u}b{u|7}c{f?on}", "ab7c")]
    public void Braces_of_a_template_are_themselves_where_they_are_no_placeholder(string template, string written)
    {
        var study = Define(["p", "{@t}"]) with { Templates = [new("t", template)], Parameters = [.. ((string[])["lr~uniform:0:1", "u~int:8:9@lr:0.9+", "f~flag"]).Select(CommandWord.ParseParameter)] };

        var call = CallOf(study, new() { { "lr", 0.5 }, { "f", "false" } });

        Assert.Equal(written, Assert.Single(call.Files).Text);
        Assert.Equal(ProgramCall.FolderPlaceholder + Path.DirectorySeparatorChar + "t", call.Words[1]);
    }

    [Theory]
    [InlineData("There is no parameter for {lrr} in the word '{lrr}' of the command. Did you mean {lr}?", "p", "{lrr}")]
    [InlineData("There is no template for {@x} in the word '{@x}' of the command.", "p", "{@x}")]
    [InlineData("{lr?a} in the word '{lr?a}' of the command is a text while a flag is on, but lr is no flag.", "p", "{lr?a}")]
    [InlineData("its first word is the option '--lr'", "--lr")]
    [InlineData("The first word of the command is the program, but it is empty.", "")]
    [InlineData("no NUL character", "p", "a\0b")]
    public void What_cannot_be_is_told(string message, params string[] words) =>
        Assert.Contains(message, Assert.Throws<StudyException>(() => Define(words).ToStudy()).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_told() =>
        Assert.Contains("no half of a surrogate pair", Assert.Throws<StudyException>(() => Define(["p", "a\ud800"]).ToStudy()).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_too_much_is_told() =>
        Assert.Contains("at most 1048576 characters", Assert.Throws<StudyException>(() => (Define(["p", "{@t}"]) with { Templates = [new("t", new('x', 1 << 20))] }).ToStudy()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "is on record, but damaged")]
    [InlineData("[]", "is on record, but damaged")]
    [InlineData("{}", "is on record, but damaged")]
    [InlineData("""{"format":2,"command":["x"]}""", "in format 2, but this HyperSearch knows 1. Use a newer one.")]
    [InlineData("""{"format":1,"command":[null],"parameters":{},"run":{}}""", "is on record, but damaged")]
    [InlineData("""{"format":1,"command":["x"],"templates":{"../../etc/passwd":"x"},"parameters":{"x":"flag"},"run":{}}""", "The name of a template")]
    [InlineData("""{"format":1,"command":["x"],"parameters":{"x":"flog"},"run":{}}""", "There is no kind 'flog'")]
    [InlineData("""{"format":1,"command":["x"],"parameters":{"x":"flag"},"run":{"strategy":"gone"}}""", "There is no strategy 'gone'")]
    [InlineData("""{"format":1,"command":["x"],"parameters":{"x":"flag"},"run":{"memory":"x"}}""", "is on record, but damaged")]
    public void A_record_that_is_damaged_or_newer_is_told(string program, string message) =>
        Assert.Contains(message, Assert.Throws<StudyException>(() => ProgramDefinition.Of(Recorded(new(), program))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_study_of_code_is_told_to_be_run_by_its_file() =>
        Assert.Contains("its trials are code", Assert.Throws<StudyException>(() => ProgramDefinition.Of(Recorded(new(), null))).Message, StringComparison.Ordinal);

    private static ProgramDefinition Define(string[] words) => new() { Name = "s", Goals = [Goal.Maximize("acc")], Command = words, Parameters = [CommandWord.ParseParameter("lr~log:1e-6:1e-2")] };

    private static StudyDefinition Recorded(SearchSpace space, string? program) => new("s", space, Goal.Maximize("acc"), Seed: 0) { Program = program };

    private static string Words(ProgramDefinition definition, Setting setting) => string.Join(' ', CallOf(definition, setting).Words);

    private static ProgramCall CallOf(ProgramDefinition definition, Setting setting) =>
        definition.ToStudy() is var study && study.TraceSpace() is var space ? study.CallOf(new PointReader(space, space.Complete(setting).Codes)) : throw new InvalidOperationException();

    private static string TextOf(ProgramStudy study, Point point) =>
        study.CallOf(new PointReader(study.TraceSpace(), point.Codes)) is var call ? string.Join('|', [.. call.Words, .. call.Files.Select(file => file.Name + file.Text), .. call.Parameters.Select(pair => pair.ToString())]) : "";
}
