using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Search.Tests;

/// <summary>A PostgreSQL server of the tests' own, from the installed binaries, on a free port, gone with the tests.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    // PostgreSQL refuses to run as root; Debian's package makes this user.
    private const string ServerUser = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private string[] _command = [];
    private Process? _server;

    /// <summary>Why there is no server; null where there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>An address with tables of its own.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        var schema = "test_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(Address("public"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE SCHEMA " + schema;
        await command.ExecuteNonQueryAsync();
        return Address(schema);
    }

    public async ValueTask InitializeAsync()
    {
        if (BinaryFolder() is not { } binaries)
        {
            Missing = "No PostgreSQL server is installed (initdb is neither in PATH nor in /usr/lib/postgresql).";
            return;
        }
        var data = _folder.File("data");
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "-R", ServerUser, Path.GetDirectoryName(data)!);
        await RunAsync([.. AsServerUser(Path.Combine(binaries, "initdb"), "-D", data, "-U", "tests", "-A", "trust", "--no-sync")]);
        _command = [.. AsServerUser(Path.Combine(binaries, "postgres"), "-D", data, "-p", $"{_port}", "-k", data,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off")];
        await StartServerAsync();
    }

    /// <summary>Stops the server without a word to those connected, and starts it again.</summary>
    public async Task RestartAsync()
    {
        // An immediate shutdown: it aborts, and recovers from its log when it starts.
        await StopServerAsync("-QUIT");
        await StartServerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
            await StopServerAsync("-INT");
        _folder.Dispose();
    }

    private async Task StartServerAsync()
    {
        _server = Start(_command);
        // Nobody reads what it says: it must not wait for a reader.
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        while (!await AnswersAsync())
            await Task.Delay(50);
    }

    // By the server's own process id: the process that was started may only have switched the user.
    private async Task StopServerAsync(string signal)
    {
        await RunAsync("kill", signal, File.ReadLines(Path.Combine(_folder.File("data"), "postmaster.pid")).First());
        await _server!.WaitForExitAsync();
        _server.Dispose();
    }

    private string Address(string schema) => $"Host=127.0.0.1;Port={_port};Username=tests;Database=postgres;Search Path={schema}";

    private async Task<bool> AnswersAsync()
    {
        if (_server!.HasExited)
            throw new InvalidOperationException($"The PostgreSQL server of the tests has ended with {_server.ExitCode}: {string.Join(' ', _command)}");
        try
        {
            await using var connection = new NpgsqlConnection(Address("public"));
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string? BinaryFolder()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(installed)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static IEnumerable<string> AsServerUser(params IEnumerable<string> command) =>
        Environment.IsPrivilegedProcess ? ["runuser", "-u", ServerUser, "--", .. command] : command;

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {await output}{error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
