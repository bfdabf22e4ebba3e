using System.Net;
using System.Net.Sockets;

namespace Search.Tests;

/// <summary>Stands between a client and a server of this machine and breaks connections.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Func<int, Break> _where;
    private readonly Task _accepting;
    private int _messages = -1;
    private int _breaks;

    /// <param name="server">The server's port.</param>
    /// <param name="breaks">Where a connection breaks, by the number of the client's message, counted from 0 over all connections.</param>
    public BreakingProxy(int server, Func<int, Break> breaks)
    {
        (_server, _where) = (server, breaks);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Breaks => _breaks;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                await Task.WhenAny(AskAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has left.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReadAsync(buffer, _end.Token) is > 0 and var length)
        {
            var at = _where(Interlocked.Increment(ref _messages));
            if (at != Break.BeforeMessage)
                await server.WriteAsync(buffer.AsMemory(0, length), _end.Token);
            if (at == Break.None)
                continue;
            Interlocked.Increment(ref _breaks);
            return;
        }
    }
}

/// <summary>Where a connection breaks.</summary>
internal enum Break
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Before the message reaches the server.</summary>
    BeforeMessage,

    /// <summary>After the message has reached the server.</summary>
    BeforeAnswer,
}
