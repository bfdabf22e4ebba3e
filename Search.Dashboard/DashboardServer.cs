using System.Net;
using System.Net.Sockets;
using HyperSearch.Runner;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HyperSearch.Dashboard;

/// <summary>The dashboard's server: Kestrel with what this project answers, and nothing that is read from the environment or a file.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    // Browsers open some six connections for a page, one of which listens.
    private const int MostConnections = 512;

    private const int MostBytesOfHeaders = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly LiveStudies _studies;
    private readonly CancellationTokenSource _stopping;

    private DashboardServer(WebApplication application, LiveStudies studies, CancellationTokenSource stopping, IPEndPoint end, AccessToken? token, string host)
    {
        (_application, _studies, _stopping) = (application, studies, stopping);
        Port = end.Port;
        var name = HostNames.IsAny(end.Address) ? Dns.GetHostName() : host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host;
        Address = new($"http://{name}:{end.Port}/{(token is null ? "" : $"?{AccessToken.Parameter}={token}")}");
    }

    public int Port { get; }

    /// <summary>What to open in a browser, with the token where one is wanted.</summary>
    public Uri Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="store">The studies; the server does not dispose of it.</param>
    /// <param name="page">What is shown.</param>
    /// <param name="options">Where it listens.</param>
    /// <param name="report">Told of failures that nobody else is told of, a line each.</param>
    /// <exception cref="CommandFailedException">There is no such host, or the port is taken.</exception>
    public static async Task<DashboardServer> StartAsync(SqlStudyStore store, ServedPage page, DashboardOptions options, Action<string> report)
    {
        var address = await ResolveAsync(options.Host);
        var stopping = new CancellationTokenSource();
        var studies = new LiveStudies(store, report);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address, options.Port));
        // The command itself listens for signals.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        var application = builder.Build();
        var answers = new Answering(new(new(options.Host, address), options.Token), new(page, studies, stopping.Token), report);
        application.Run(answers.AnswerAsync);
        try
        {
            await application.StartAsync();
        }
        catch (IOException exception)
        {
            await application.DisposeAsync();
            throw new CommandFailedException(exception.InnerException is AddressInUseException
                ? $"Port {options.Port} of {SafeText.Line(options.Host)} is taken by another program. Choose another with --port N, or --port 0 for one that is free."
                : $"The server cannot listen on port {options.Port} of {SafeText.Line(options.Host)}: {exception.Message}");
        }
        catch (SocketException exception)
        {
            await application.DisposeAsync();
            throw new CommandFailedException($"The server cannot listen on port {options.Port} of {SafeText.Line(options.Host)}: {exception.Message}");
        }
        return new(application, studies, stopping, new(address, new Uri(application.Urls.First()).Port), options.Token, options.Host);
    }

    /// <summary>Ends quickly, also where somebody listens.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _studies.DisposeAsync();
        _stopping.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, IPAddress address, int port)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestHeadersTotalSize = MostBytesOfHeaders;
        limits.MaxRequestLineSize = MostBytesOfHeaders;
        limits.MaxRequestHeaderCount = 60;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static async Task<IPAddress> ResolveAsync(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return address;
        try
        {
            if ((await Dns.GetHostAddressesAsync(host)).MinBy(found => found.AddressFamily != AddressFamily.InterNetwork) is { } first)
                return first;
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            // There is none.
        }
        throw new CommandFailedException($"There is no address for --host {SafeText.Line(host)}. Name one of this machine's own: 127.0.0.1 for this machine alone, 0.0.0.0 for all that can reach it.");
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
