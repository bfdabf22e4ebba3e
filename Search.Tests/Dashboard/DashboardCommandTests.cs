using System.Net;
using System.Net.Sockets;
using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The verb <c>dashboard</c>, in a process of its own.</summary>
public sealed class DashboardCommandTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoToken = new(StringComparer.Ordinal) { [AccessToken.Variable] = "" };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => _folder.File("studies.db");

    public async ValueTask InitializeAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        await DashboardAnswerTests.RunAsync(store, "study", 3);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_says_where_it_is_and_ends_with_a_signal_while_somebody_listens(bool isInterrupt)
    {
        using var dashboard = Start("--port", "0");
        using var client = new HttpClient { BaseAddress = await dashboard.AddressAsync(Cancel) };
        Assert.Equal("127.0.0.1", client.BaseAddress.Host);
        Assert.Equal(DashboardHost.Page, await client.GetStringAsync("/", Cancel));
        using var events = await client.GetAsync("/api/events?name=study", HttpCompletionOption.ResponseHeadersRead, Cancel);

        await (isInterrupt ? dashboard.InterruptAsync() : dashboard.TerminateAsync());

        var run = await dashboard.EndAsync();
        Assert.Equal((0, "", $"Shows the studies of {Store}. Ctrl-C ends it.\n"), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Trials_come_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process's priority is called differs.");
        using var dashboard = Start("--port", "0");
        await dashboard.AddressAsync(Cancel);

        // The nice value, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html.
        var nice = (await File.ReadAllTextAsync($"/proc/{dashboard.Id}/stat", Cancel)).Split(") ")[1].Split(' ')[16];

        Assert.Equal("10", nice);
    }

    [Fact]
    public async Task It_ends_with_the_program_that_started_it()
    {
        using var dashboard = Start("--port", "0", ToolProgram.EndsWithInput);
        Assert.NotNull(await dashboard.AddressAsync(Cancel));

        dashboard.CloseInput();

        Assert.Equal(0, (await dashboard.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var dashboard = Start("--port", $"{port}");

        var run = await dashboard.EndAsync();

        Assert.Equal((1, "", $"Port {port} of 127.0.0.1 is taken by another program. Choose another with --port N, or --port 0 for one that is free.\n"), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task On_other_hosts_it_makes_a_token_and_prints_it_once()
    {
        using var dashboard = Start("--port", "0", "--host", "0.0.0.0");
        var address = await dashboard.AddressAsync(Cancel);
        var token = address.Query["?token=".Length..];
        Assert.Null(AccessToken.Objection(token));
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{address.Port}") };

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/studies", Cancel)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/studies", Cancel)).StatusCode);

        await dashboard.InterruptAsync();
        var run = await dashboard.EndAsync();
        Assert.DoesNotContain(token, run.Out + run.Error, StringComparison.Ordinal);
        Assert.Contains("goes over the network as it is", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_may_come_from_the_environment()
    {
        using var dashboard = DashboardProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { [AccessToken.Variable] = "from-outside" }, "--port", "0", "--store", Store);
        Assert.Equal("?token=from-outside", (await dashboard.AddressAsync(Cancel)).Query);
    }

    [Theory]
    [InlineData(2, "`0 <= N <= 65535` must hold for --port, but it is 65536.", "--port", "65536")]
    [InlineData(2, "--port takes a whole number in digits", "--port", "http")]
    [InlineData(2, "A token has 8 to 200 letters", "--token", "short")]
    [InlineData(1, "There is no address for --host no.such.host.invalid.", "--host", "no.such.host.invalid", "--port", "0")]
    [InlineData(1, "The server cannot listen on port 0 of 192.0.2.1", "--host", "192.0.2.1", "--port", "0")]
    public async Task What_cannot_be_is_told(int code, string error, params string[] args)
    {
        using var dashboard = Start(args);

        var run = await dashboard.EndAsync();

        Assert.Equal((code, ""), (run.ExitCode, run.Out));
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_told()
    {
        using var dashboard = DashboardProcess.Start(NoToken, "--port", "0", "--store", _folder.File("other.db"));

        var run = await dashboard.EndAsync();

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("There is no store", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("other.db")));
    }

    [Fact]
    public async Task Its_help_is_as_expected()
    {
        using var dashboard = DashboardProcess.Start(NoToken, "--help");

        var run = await dashboard.EndAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Expectation.Matches("help-dashboard", run.Out);
    }

    private StudyProcess Start(params IEnumerable<string> args) => DashboardProcess.Start(NoToken, [.. args, "--store", Store]);
}
