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
        _server = Start([.. AsServerUser(Path.Combine(binaries, "postgres"), "-D", data, "-p", $"{_port}", "-k", data,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off")]);
        while (!await AnswersAsync())
            await Task.Delay(50);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            // Through the user switch to the server: a fast shutdown.
            await RunAsync("kill", "-INT", File.ReadLines(Path.Combine(_folder.File("data"), "postmaster.pid")).First());
            await _server.WaitForExitAsync();
            _server.Dispose();
        }
        _folder.Dispose();
    }

    private string Address(string schema) => $"Host=127.0.0.1;Port={_port};Username=tests;Database=postgres;Search Path={schema}";

    private async Task<bool> AnswersAsync()
    {
        if (_server!.HasExited)
            throw new InvalidOperationException("The PostgreSQL server of the tests has ended: " + await _server.StandardError.ReadToEndAsync());
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
