using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>serve</c>: the trials of a study for another program, over standard input and output.</summary>
internal sealed class ServeCommand
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly IStudySource _source;
    private readonly Output _output;
    private readonly LeaseOptions _lease = new();
    private readonly Option<bool> _listen = new("--listen")
    {
        Description = "Talk to one program that connects to a port of this machine, for languages whose pipes go one way: the first line says which port, and the token that the program says first.",
    };

    private ServeCommand(IStudySource source, Output output) => (_source, _output) = (source, output);

    public static Command Create(IStudySource source, Output output)
    {
        var serve = new ServeCommand(source, output);
        var command = new Command("serve", "Hands out trials to a program that starts it, over standard input and output: a line of JSON for each request and each answer (docs/protocol.md). Trials that are not told when input ends go back to waiting.")
        {
            serve._listen,
        };
        serve._lease.AddTo(command);
        source.AddTo(command);
        command.SetAction((parsed, _) => serve.InvokeAsync(parsed));
        return command.WithExamples(source.Example("serve", ""), $"echo '{{\"do\":\"ask\"}}' | {source.Example("serve", "")}", source.Example("serve", "--listen --trials 200"));
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        using var interruption = new Interruption(_output.Error, Grace);
        using var console = _output.HandToStudy(isDataOnOut: true, _ => { });
        try
        {
            await using var store = _source.OpenStore(parsed, _lease.Of(parsed));
            var (study, opened, options) = await _source.OpenAsync(parsed, store, interruption.Token);
            await using var session = new TrialSession(study, opened, options, new(study.Goal) { Warned = warning => _output.Error.WriteLine($"Warning: {SafeText.Line(warning)}") });
            await session.BeginAsync();
            using var listener = parsed.GetValue(_listen) ? await LocalListener.AcceptAsync(_output.Data, interruption.Token) : null;
            var channel = listener?.Channel ?? new LineChannel(_output.In, _output.Data, () => _output.Failure is not null);
            await new TrialServer(session, study, opened.Space, options.Budget, channel).RunAsync(interruption.Token);
        }
        catch (Exception exception) when (exception is CommandFailedException or StudyException or SpaceException or StudyChangedException or StoreException)
        {
            // In the place of the greeting; the message comes on standard error as well.
            await _output.Data.WriteLineAsync(JsonLine.Of(ErrorJson.Of(exception)));
            throw;
        }
        return interruption.Token.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
    }
}
