using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>tell</c>: what has come of a trial that <c>ask</c> has handed out.</summary>
internal sealed class TellCommand
{
    private readonly Study? _code;
    private readonly Output _output;
    private readonly Argument<int> _trial = new("trial") { Description = "The trial's number, as `ask` has printed it." };
    private readonly Option<double?> _value = PairOption.CreateNumber("--value", "Its score, with which it ends. One that is not finite counts as a failure; one that the pruner has stopped is recorded as pruned, with its last measurement.");
    private readonly Option<string?> _failed = new("--failed") { Description = "It has failed, with which it ends, and why.", HelpName = "WHY" };
    private readonly Option<bool> _release = new("--release") { Description = "Give it back untold: it goes to whoever asks next." };
    private readonly Option<bool> _alive = new("--alive") { Description = "It still runs: its lease begins anew, as with each report." };
    private readonly Option<(int Step, double Value)[]> _reports = PairOption.CreateSteps("--report", "What was measured at a step, in rising order. The answer says whether to stop; so does exit code 3.");
    private readonly Option<(string Name, double Value)[]> _metrics = PairOption.CreateNamed("--metric", "A number beside the score.");
    private readonly Option<string[]> _notes = new("--note") { Description = "A note on it.", HelpName = "TEXT", DefaultValueFactory = _ => [], Arity = ArgumentArity.OneOrMore };
    private readonly Option<(int Step, string File)[]> _checkpoints = PairOption.CreateFile("--checkpoint", "Keep this file as its checkpoint, from which another attempt at it goes on: see `ask --checkpoint`.");
    private readonly Option<string?> _token = new("--token") { Description = "The token that `ask` has printed. Needed where the trial was asked for more than once, since a lease ran out.", HelpName = "TOKEN" };
    private readonly StrategyOptions _strategy = new();

    private TellCommand(Study? code, Output output) => (_code, _output) = (code, output);

    /// <param name="study">Which study.</param>
    /// <param name="code">The study's code, which has its pruner; null where it is not at hand.</param>
    /// <param name="output">Where it answers.</param>
    public static Command Create(StudyArgument study, Study? code, Output output)
    {
        var tell = new TellCommand(code, output);
        var command = new Command("tell", "Tells what has come of a trial that `ask` has handed out, and prints how it stands as JSON. Exit code 3: the trial is to stop.")
        {
            tell._value, tell._failed, tell._release, tell._alive, tell._reports, tell._metrics, tell._notes, tell._checkpoints, tell._token,
        };
        tell._strategy.AddPrunerTo(command);
        command.Validators.Add(tell.Validate);
        StudyVerb.SetAction(command, study, tell.InvokeAsync, warnings: output);
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(tell._trial);
        return command.WithExamples(
            study.Example("tell", "17 --report 3=0.91 || stop=1"),
            study.Example("tell", "17 --value 0.93 --metric ms=3.2"),
            study.Example("tell", "17 --failed \"out of memory\""),
            study.Example("tell", "17 --release"));
    }

    private void Validate(CommandResult command)
    {
        int Count(params Option[] options) => options.Count(option => command.GetResult(option) is { Implicit: false });
        if (Count(_value, _failed, _release, _alive, _reports, _metrics, _notes, _checkpoints) == 0)
            command.AddError("`tell` says something of a trial: its --value, that it has --failed, --release, a --report, --alive, a --metric, a --note or a --checkpoint.");
        else if (Count(_value, _failed, _release, _alive) > 1)
            command.AddError("`tell` takes at most one of --value, --failed, --release and --alive.");
        if (command.GetResult(_token) is { Tokens: [var token] } && !LeaseToken.TryParse(token.Value, out _))
            command.AddError($"--token takes what `ask` has printed, such as 12-1, but it is '{token.Value}'.");
    }

    private async Task<int> InvokeAsync(ParseResult parsed, StoredStudy stored)
    {
        var number = parsed.GetValue(_trial);
        var leases = (ILeasedTrials)stored.Record;
        var token = parsed.GetValue(_token) is { } text && LeaseToken.TryParse(text, out var given) ? given : (LeaseToken?)null;
        var holder = await FindAsync(stored, leases, number);
        CommandFailedException.ThrowIf(LeaseRules.ObjectionTo(holder, token));
        var reports = Reports(parsed, holder.Trial);
        CommandFailedException.ThrowIf(ObjectionTo(parsed, stored.Record.Study.Goal) ?? await MissingAsync(parsed, stored.Record, holder.Trial));
        var checkpoints = OpenCheckpoints(parsed);
        leases.ActAs(holder.Worker!.Value);

        var study = _code ?? StudyOfRecord.Of(stored.Record.Study);
        var opened = new OpenedStudy(stored.Record, stored.Record.Study.Space, new RandomSearch(), IsNew: false);
        var pruner = _strategy.PrunerOf(parsed, study);
        await using var session = new TrialSession(study, opened, new() { Pruner = pruner, Prune = pruner is not null, CheckpointFolder = stored.CheckpointFiles?.Path }, new(study.Goal));
        var held = await session.ContinueAsync(holder.Trial, reports.Count > 0);
        foreach (var (step, value) in reports)
            held.Running.Report(step, value);
        foreach (var (name, value) in parsed.GetValue(_metrics)!)
            held.Running.Record(name, value);
        foreach (var note in parsed.GetValue(_notes)!)
            held.Running.Note(note);
        foreach (var (step, content) in checkpoints)
        {
            await using (content)
                held.Running.SaveCheckpoint(step, content.CopyTo);
        }
        if (!await EndAsync(parsed, held, leases))
            throw new CommandFailedException(LeaseRules.ObjectionTo(await FindAsync(stored, leases, number), holder.Token) ?? $"It was too late to tell of trial {number}.");
        foreach (var warning in session.Monitor.Snapshot().Warnings)
            await _output.Error.WriteLineAsync($"Warning: {warning}");
        return await AnswerAsync(parsed, held);
    }

    private static async Task<TrialHolder> FindAsync(StoredStudy stored, ILeasedTrials leases, int number) =>
        await leases.FindHolderAsync(number) ?? throw new CommandFailedException(CorrectionRules.TrialNotFound(stored.Name, number));

    // Those that are new. One that is on record may be said again, as by a script that did not see the answer; and what a promoted
    // trial was pruned with is.
    private List<(int Step, double Value)> Reports(ParseResult parsed, Trial trial)
    {
        var reports = new List<(int Step, double Value)>();
        foreach (var (step, value) in parsed.GetValue(_reports)!)
        {
            if (!double.IsFinite(value))
                throw new CommandFailedException($"A measurement must be finite, but that of step {step} is {value}. --failed says that a training came to nothing. Nothing was changed.");
            if (step <= trial.PromotedAt || trial.Measurements.Contains(new(step, value)))
                continue;
            var last = reports.Count > 0 ? reports[^1].Step : trial.Measurements is [.., var measured] ? measured.Step : (int?)null;
            if (trial.Measurements.Where(one => one.Step == step).Select(one => (double?)one.Value).FirstOrDefault() is { } before)
                throw new CommandFailedException(FormattableString.Invariant($"Step {step} was reported before, with {before:R}. Nothing was changed."));
            if (step <= last)
                throw new CommandFailedException($"Steps must rise from report to report, but step {step} follows step {last}. Nothing was changed.");
            reports.Add((step, value));
        }
        return reports;
    }

    private string? ObjectionTo(ParseResult parsed, Goal goal) =>
        parsed.GetValue(_metrics)!.Select(metric => RunningTrial.ObjectionToMetric(metric.Name, goal.Metric)).FirstOrDefault(objection => objection is not null);

    // A trial that ends without them would have failed. One that was stopped is pruned, and needs none.
    private async Task<string?> MissingAsync(ParseResult parsed, IStudyRecord record, Trial trial)
    {
        var outcome = new OutcomeMetrics(record.Study);
        if (outcome.IsEmpty || parsed.GetValue(_value) is not { } value || !double.IsFinite(value) || parsed.GetValue(_reports)!.Length > 0
            || (await ContinuedAttempt.ReadAsync(record, trial)).IsStopped)
        {
            return null;
        }
        foreach (var metric in (await record.ReadMetricsAsync(trial.Number, CancellationToken.None)).Concat(parsed.GetValue(_metrics)!.Where(metric => double.IsFinite(metric.Value)).Select(metric => new TrialMetric(trial.Number, metric.Name, null, metric.Value))))
            outcome.Add(metric);
        return outcome.ObjectionToMissing() is { } missing ? $"{missing} Nothing was changed." : null;
    }

    // Before anything is written.
    private List<(int Step, Stream Content)> OpenCheckpoints(ParseResult parsed)
    {
        try
        {
            return [.. parsed.GetValue(_checkpoints)!.Select(checkpoint => (checkpoint.Step, InputFile.Open(checkpoint.File)))];
        }
        catch (IOException exception)
        {
            throw new CommandFailedException($"{exception.Message} Nothing was changed.");
        }
    }

    // Whether it was this trial's holder to tell.
    private Task<bool> EndAsync(ParseResult parsed, HeldTrial held, ILeasedTrials leases) =>
        parsed.GetValue(_value) is { } value ? held.TellAsync(value)
        : parsed.GetValue(_failed) is { } why ? held.FailAsync(why)
        : parsed.GetValue(_release) ? held.ReleaseAsync()
        : leases.RenewAsync(held.Trial);

    private async Task<int> AnswerAsync(ParseResult parsed, HeldTrial held)
    {
        var runs = held.Result is null && !parsed.GetValue(_release);
        var stops = runs && held.Running.IsStopped;
        await _output.Out.WriteLineAsync(JsonLine.Of(json =>
        {
            json.WriteNumber("trial", held.Trial.Number);
            if (runs)
            {
                json.WriteString("state", StateNames.Of(TrialState.Running));
                json.WriteBoolean("stop", stops);
            }
            else
            {
                json.WriteResult(held.Result);
            }
        }));
        return stops ? ExitCodes.Over : ExitCodes.Done;
    }
}
