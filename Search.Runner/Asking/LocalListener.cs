using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>Waits on a port of this machine, which no other can reach, for the one program that knows the token.</summary>
internal sealed class LocalListener : IDisposable
{
    private const int LongestToken = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), PatienceForToken = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client;

    private LocalListener(TcpClient client, TextReader input)
    {
        _client = client;
        var writer = new FaultTolerantWriter(new StreamWriter(client.GetStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" });
        Channel = new(input, writer, () => writer.Failure is not null);
    }

    /// <summary>The conversation with that program.</summary>
    public LineChannel Channel { get; }

    /// <summary>Says where it waits, and waits.</summary>
    /// <param name="output">Where to say it: the program that started this one reads it.</param>
    /// <param name="interrupt">Gives it up.</param>
    /// <exception cref="CommandFailedException">Nobody has come within a minute.</exception>
    public static async Task<LocalListener> AcceptAsync(TextWriter output, CancellationToken interrupt)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await output.WriteLineAsync(JsonLine.Of(json =>
        {
            json.WriteNumber("protocol", TrialServer.Protocol);
            json.WriteNumber("port", ((IPEndPoint)listener.LocalEndpoint).Port);
            json.WriteString("token", token);
        }));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(patience.Token);
                client.NoDelay = true;
                if (await TryBeginAsync(client, token) is { } accepted)
                    return accepted;
                client.Dispose();
            }
        }
        catch (OperationCanceledException) when (!interrupt.IsCancellationRequested)
        {
            throw new CommandFailedException("Nobody has connected within a minute.");
        }
    }

    public void Dispose() => _client.Dispose();

    // Null where it does not begin with the token, or takes its time.
    private static async Task<LocalListener?> TryBeginAsync(TcpClient client, string token)
    {
        var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        var input = new FaultTolerantReader(() => reader);
        client.ReceiveTimeout = (int)PatienceForToken.TotalMilliseconds;
        var said = await Task.Run(() => new BoundedLines(new OneAtATime(input), LongestToken).Read());
        client.ReceiveTimeout = 0;
        return said is { IsTooLong: false, Text: var text } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text.Trim()), Encoding.UTF8.GetBytes(token))
            ? new(client, input)
            : null;
    }

    /// <summary>Reads no further than it is asked to, so that nothing is lost to who reads after it.</summary>
    private sealed class OneAtATime(TextReader input) : TextReader
    {
        public override int Read(char[] buffer, int index, int count) => input.Read(buffer, index, Math.Min(count, 1));
    }
}
