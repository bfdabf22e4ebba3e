using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>ask</c>: the next trial of a study, for whoever runs it and then calls <c>tell</c>.</summary>
internal sealed class AskCommand
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromHours(1);

    private readonly IStudySource _source;
    private readonly Output _output;
    private readonly Option<int> _count = new("--count") { Description = "How many trials at most, a line each.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<TimeSpan?> _lease = DurationOption.Create("--lease", "How long a trial stays the caller's; each `tell` that reports of it begins that time anew. After it the trial goes to whoever asks next. Default: 1h.");
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Where the trial has a checkpoint, write it to this file, and answer with its step. Without, such a trial begins anew.", HelpName = "FILE" };

    private AskCommand(IStudySource source, Output output)
    {
        (_source, _output) = (source, output);
        _count.AtLeastOne();
        _lease.Within("1s", "365d");
    }

    public static Command Create(IStudySource source, Output output)
    {
        var ask = new AskCommand(source, output);
        var command = new Command("ask", "Starts a trial and prints it as JSON: its number, seed and values. `tell` tells what has come of it. Exit code 3: nothing is left to start.")
        {
            ask._count, ask._lease, ask._checkpoint,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(ask._checkpoint) is { Implicit: false } && result.GetResult(ask._count) is { Implicit: false })
                result.AddError("--checkpoint is for one trial, and excludes --count.");
        });
        source.AddTo(command);
        command.SetAction((parsed, _) => ask.InvokeAsync(parsed));
        return command.WithExamples(source.Example("ask", ""), source.Example("ask", "--count 8 --lease 12h"), source.Example("ask", "--checkpoint state.bin"));
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        using var interruption = new Interruption(TextWriter.Null);
        await using var store = _source.OpenStore(parsed, new() { Lease = parsed.GetValue(_lease) ?? DefaultLease });
        using var console = _output.HandToStudy(isDataOnOut: true, _ => { });
        var (study, opened, options) = await _source.OpenAsync(parsed, store, interruption.Token);
        var file = parsed.GetValue(_checkpoint);
        CommandFailedException.ThrowIf(file is null ? null : OutputFile.ObjectionTo(file));
        await using var session = new TrialSession(study, opened, options, new(study.Goal) { Warned = warning => _output.Error.WriteLine($"Warning: {warning}") }, usesCheckpoints: file is not null);
        await session.BeginAsync();
        for (var asked = 0; asked < parsed.GetValue(_count); asked++)
        {
            if (await session.AskAsync(interruption.Token) is { } held)
            {
                await HandOutAsync(held, opened, file);
                continue;
            }
            if (asked > 0)
                break;
            await _output.Out.WriteLineAsync(JsonLine.Of(await EndJson.ReadAsync(session, study, options.Budget)));
            return ExitCodes.Over;
        }
        return ExitCodes.Done;
    }

    // First the answer, then the lease: until that is on record the trial is this process's, and if it dies or nobody reads the answer,
    // goes back.
    private async Task HandOutAsync(HeldTrial held, OpenedStudy opened, string? file)
    {
        var leases = (ILeasedTrials)opened.Record;
        var token = (await leases.FindHolderAsync(held.Trial.Number, CancellationToken.None))?.Token;
        if (file is not null && held.Running.Checkpoint is { } checkpoint)
            ReportTarget.Write(file, target => target.Write(checkpoint.Content.Span));
        await _output.Out.WriteLineAsync(JsonLine.Of(json =>
        {
            json.WriteTrial(opened.Space, held);
            json.WriteString("token", token?.ToString());
        }));
        if (_output.Failure is null)
            await leases.HandOverAsync();
        else
            await held.ReleaseAsync();
    }
}
