using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What both kinds of cluster are told.</summary>
internal sealed class LaunchOptions
{
    // What Slurm and Kubernetes can be asked for.
    private const int MostWorkers = 100_000;
    private static readonly TimeSpan LongestGrace = TimeSpan.FromHours(12);

    private readonly Argument<string> _study = new("study") { Description = "The study's name on record, as `list` prints it." };
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<int?> _workers = new("--workers") { Description = "How many workers, each a process that runs a trial at a time.", HelpName = "N" };
    private readonly Option<int?> _atOnce = new("--at-once") { Description = "At most so many of them at the same time. Default: all.", HelpName = "N" };
    private readonly Option<TimeSpan?> _grace = DurationOption.Create("--grace", "How long a worker that is to end may take to give its trials back with their checkpoints. Default: 1m.");
    private readonly Option<int> _restarts = new("--restarts") { Description = "How often a worker that died is started again.", DefaultValueFactory = _ => 3, HelpName = "N" };

    private readonly Option<string?> _workerCommand = new("--worker-command")
    {
        Description = "What runs a worker instead of `hypersearch work STUDY`; --store, --workers and --grace are added. For a study in C#: \"dotnet run study.cs -- work\".",
        HelpName = "COMMAND",
    };

    private readonly Option<bool> _submit = new("--submit") { Description = "Submit it instead of printing it." };
    private readonly Option<bool> _status = new("--status") { Description = "Show the study's workers, their hosts, what they run, and why some have ended." };

    public LaunchOptions()
    {
        _workers.AtLeastOne();
        _atOnce.AtLeastOne();
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_study);
        foreach (var option in (Option[])[_workers, _store, _atOnce, _grace, _restarts, _workerCommand, _submit, _status])
            command.Options.Add(option);
        _study.Validators.Add(result =>
        {
            if (NameRule.Objection("study", result.GetValueOrDefault<string>()) is { } objection)
                result.AddError(objection);
        });
        _restarts.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count is < 0 or > 100)
                result.AddError($"`0 <= N <= 100` must hold for --restarts, but it is {text.Value}.");
        });
        command.Validators.Add(Validate);
    }

    public bool IsSubmit(ParseResult parsed) => parsed.GetValue(_submit);

    public bool IsStatus(ParseResult parsed) => parsed.GetValue(_status);

    public bool IsStatus(CommandResult command) => command.GetResult(_status) is { Implicit: false };

    public string StudyOf(ParseResult parsed) => parsed.GetValue(_study)!;

    public string? StoreOf(ParseResult parsed) => parsed.GetValue(_store);

    /// <exception cref="CommandFailedException">The store is none that hosts can share.</exception>
    public Launch Of(ParseResult parsed)
    {
        var workers = parsed.GetValue(_workers) ?? 1;
        return new(StudyOf(parsed), LaunchedStore.Of(StoreOf(parsed)))
        {
            Workers = workers,
            AtOnce = Math.Min(parsed.GetValue(_atOnce) ?? workers, workers),
            Grace = parsed.GetValue(_grace) ?? TimeSpan.FromMinutes(1),
            Restarts = parsed.GetValue(_restarts),
            WorkerCommand = parsed.GetValue(_workerCommand) is { } command ? [.. CommandLineParser.SplitCommandLine(command)] : null,
        };
    }

    private void Validate(CommandResult command)
    {
        bool Has(Option option) => command.GetResult(option) is { Implicit: false };
        if (Has(_submit) && Has(_status))
            command.AddError("--submit and --status exclude each other.");
        else if (!Has(_status) && !Has(_workers))
            command.AddError("`launch` needs --workers N: how many workers the study is to have. Or --status.");
        else if (Value(command, _workers) is > MostWorkers)
            command.AddError($"`N <= {MostWorkers}` must hold for --workers, but it is {Value(command, _workers)}.");
        if (Has(_workerCommand) && !CommandLineParser.SplitCommandLine(Text(command, _workerCommand)).Any())
            command.AddError("--worker-command is empty.");
        if (Has(_grace) && Durations.TryParse(Text(command, _grace), out var grace) && grace > LongestGrace)
            command.AddError($"`grace <= 12h` must hold, but --grace is {Text(command, _grace)}.");
    }

    private static int? Value(CommandResult command, Option<int?> option) => command.GetResult(option) is { Tokens: [var text] } && int.TryParse(text.Value, out var value) ? value : null;

    private static string Text(CommandResult command, Option option) => command.GetResult(option) is { Tokens: [var text] } ? text.Value : "";
}
