using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A dashboard of a test's own, on a free port, over a SQLite store in a folder of its own.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    /// <summary>A page that is told from all else.</summary>
    public const string Page = """
        <!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-xyz'; connect-src 'self'"><title>a page</title>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private SqlStudyStore? _store;
    private DashboardServer? _server;

    private DashboardHost() => Client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip, AllowAutoRedirect = false, UseCookies = false });

    public HttpClient Client { get; }

    public DashboardServer Server => _server!;

    /// <summary>The SQLite file.</summary>
    public string File => _folder.File("studies.db");

    /// <summary>What the server told of itself.</summary>
    public IReadOnlyList<string> Reports => _reports;

    /// <param name="token">What one must know; null for nothing.</param>
    /// <param name="store">Another store than a SQLite file.</param>
    /// <param name="host">Where it listens.</param>
    public static async Task<DashboardHost> StartAsync(string? token = null, Func<SqlStudyStore>? store = null, string host = DashboardOptions.DefaultHost)
    {
        var started = new DashboardHost();
        started._store = store?.Invoke() ?? new SqliteStudyStore(started.File);
        started._server = await DashboardServer.StartAsync(started._store, new(Page), new(host, 0, token is null ? null : new(token)), started._reports.Add);
        started.Client.BaseAddress = new($"http://127.0.0.1:{started.Server.Port}");
        return started;
    }

    /// <summary>A second store on the same file, for writing.</summary>
    public SqliteStudyStore OpenStore() => new(File);

    /// <summary>An answer that is JSON.</summary>
    public async Task<JsonElement> JsonAsync(string path, params IReadOnlyList<(string Name, object Value)> query)
    {
        using var response = await Client.GetAsync(Address(path, query), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>The status and the message of an answer that is an error.</summary>
    public async Task<(HttpStatusCode Status, string Error)> ErrorAsync(string path, params IReadOnlyList<(string Name, object Value)> query)
    {
        using var response = await Client.GetAsync(Address(path, query), TestContext.Current.CancellationToken);
        Assert.False(response.IsSuccessStatusCode);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error").GetString()!);
    }

    /// <summary>Begins to listen.</summary>
    public async Task<DashboardEvents> ListenAsync(params IReadOnlyList<(string Name, object Value)> query)
    {
        var response = await Client.GetAsync(Address("/api/events", query), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public static string Address(string path, params IReadOnlyList<(string Name, object Value)> query) =>
        query.Count == 0 ? path : $"{path}?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value.ToString()!)}"))}";

    /// <summary>Ends the server, and nothing else.</summary>
    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
