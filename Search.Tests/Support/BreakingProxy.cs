using System.Net;
using System.Net.Sockets;
using Search.Core;

namespace Search.Tests;

/// <summary>
/// Stands between a client and a server of this machine and breaks connections at random: before a message reaches the server,
/// or after it did and before the answer.
/// </summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly int _oneIn;
    private readonly Task _accepting;
    private int _connections;
    private int _breaks;

    /// <param name="server">The server's port.</param>
    /// <param name="oneIn">One message in so many breaks its connection.</param>
    public BreakingProxy(int server, int oneIn)
    {
        (_server, _oneIn) = (server, oneIn);
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
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), new((ulong)_server, _connections++, StreamPurpose.Objective)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client, RandomStream random)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                await Task.WhenAny(AskAsync(client.GetStream(), server.GetStream(), random), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has left.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server, RandomStream random)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReadAsync(buffer, _end.Token) is > 0 and var length)
        {
            var breaks = random.NextInt(_oneIn) == 0;
            var arrives = !breaks || random.NextInt(2) == 0;
            if (arrives)
                await server.WriteAsync(buffer.AsMemory(0, length), _end.Token);
            if (breaks)
            {
                Interlocked.Increment(ref _breaks);
                return;
            }
        }
    }
}
