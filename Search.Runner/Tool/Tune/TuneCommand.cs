using System.CommandLine;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary><c>tune</c>: makes a study of a command line, or of a file that has one, and runs it.</summary>
internal sealed class TuneCommand
{
    private readonly Output _output;
    private readonly TuneOptions _options = new();
    private readonly Option<bool> _print = new("--print") { Description = "Print the command lines of three trials, and run and record nothing." };
    private readonly Argument<string[]> _words = new("command")
    {
        Description = "The program with its words, of which some are parameters: python train.py --lr~log:1e-6:1e-2. Or a study file, .yaml or .json.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly IReadOnlyList<Option> _ofRun;

    private TuneCommand(Output output, Command command)
    {
        _output = output;
        _options.AddTo(command);
        command.Options.Add(_print);
        command.Arguments.Add(_words);
        // What says how it is run is `run`'s own, and is passed on to it.
        _ofRun = [.. RunCommand.Create(Nothing(), output, RunVerb.Run).Options.Where(option => !command.Options.Any(own => own.Name == option.Name) && option.Name != "--help")];
        foreach (var option in _ofRun)
            command.Options.Add(option);
    }

    /// <param name="output">Where it answers.</param>
    public static Command Create(Output output)
    {
        var command = new Command("tune", GrammarText.Help);
        var tune = new TuneCommand(output, command);
        command.SetAction((parsed, _) => tune.InvokeAsync(parsed));
        return command.WithExamples(
            "hypersearch tune --maximize acc --trials 100 -- python train.py --lr~log:1e-6:1e-2 --layers~int:1:4 --act~choice:relu:tanh --bias~flag",
            "hypersearch tune --minimize loss --pruner median -- ./train --units~logint:16:512 --units2~logint:16:512@layers:2+ --layers~int:1:3",
            "hypersearch tune --minimize loss --param lr~log:1e-6:1e-2 --template config.yaml -- python train.py --config config.yaml",
            "hypersearch tune study.yaml --trials 200");
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        var words = parsed.GetValue(_words) ?? [];
        var source = _options.Of(parsed);
        if (words.Length > 0 && StudyFile.IsOne(words[0]))
            source = (source with { Command = words[1..] }).Or(StudyFile.Read(words[0]));
        else
            source = source with { Command = words };
        if (source.Command.Count == 0 && source.Parameters.Count == 0)
            throw new CommandFailedException("There is nothing to tune: `tune` needs a command with parameters in it, or a study file.\n" + GrammarText.InShort);
        var study = source.ToDefinition().ToStudy();
        if (parsed.GetValue(_print))
        {
            using var interruption = new Interruption(TextWriter.Null);
            await TrialPreview.WriteAsync(study, _output, interruption.Token);
            return ExitCodes.Done;
        }
        string[] args = [.. _ofRun.SelectMany(option => GivenTo(option, parsed))];
        return study.HasObjective
            ? await CommandLine.AnswerAsync([RunCommand.Create(study, _output, RunVerb.Run)], ["run", .. args], _output, Invocation.OfProgram)
            : await RecordAsync(study, args);
    }

    // A study without a command is one whose trials another program asks for.
    private async Task<int> RecordAsync(ProgramStudy study, string[] args)
    {
        using var interruption = new Interruption(TextWriter.Null);
        var store = StoreOption.ValueIn(args);
        await using var opened = StoreOption.Open(store);
        await StoreOption.WarnAsync(store, _output);
        var opening = new StudyOpening(study, opened, _output.Error, warning => _output.Error.WriteLine($"Warning: {warning}")) { RunsTrials = false };
        await opening.OpenAsync(study.TraceSpace(), study.Strategy ?? new AutoSearch(), await opened.FindAsync(study.Name, interruption.Token), interruption.Token);
        var name = ShellWord.Quote(study.Name);
        await _output.Error.WriteLineAsync($"Study {SafeText.Line(study.Name)} is on record. It has no command: a program asks for its trials, by `hypersearch serve {name}`, or `hypersearch ask {name}` and `tell`.");
        return ExitCodes.Done;
    }

    private static IEnumerable<string> GivenTo(Option option, ParseResult parsed)
    {
        if (parsed.GetResult(option) is not { Implicit: false } given)
            return [];
        return given.Tokens.Count == 0 ? [option.Name] : given.Tokens.SelectMany(token => (string[])[option.Name, token.Value]);
    }

    // For its options.
    private static Study<int> Nothing() => new("program") { Goal = Goal.Maximize("metric"), Space = _ => 0 };
}
