using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Search.Tests;

/// <summary>
/// A PostgreSQL server of a test class's own, from the installed binaries, on a free port of this machine only. It starts with
/// the first test that needs it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; the package makes this user.
    private const string ServerUser = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly int _port = FreePort();
    private Process? _server;
    private int _databases;

    public int Port => _port;

    /// <summary>Lines of its configuration.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    private string Data => _folder.File("data");

    /// <summary>A new, empty database; the test is skipped where PostgreSQL is not installed.</summary>
    /// <returns>Its address, with which nobody needs a password.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var binaries = BinaryFolder();
        Assert.SkipWhen(binaries is null, "There is no PostgreSQL server on the PATH or in /usr/lib/postgresql. Install one, for example with: apt-get install postgresql");
        await _starting.WaitAsync();
        try
        {
            if (_server is null)
                await MakeAsync(binaries!);
            var name = $"test{++_databases}";
            await ExecuteAsync(Address("postgres"), $"CREATE DATABASE {name}");
            return Address(name);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Stops the server at once, in the middle of whatever it is doing, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync("-QUIT");
        await StartAsync(BinaryFolder()!);
    }

    public static async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await StopAsync("-INT");
        _folder.Dispose();
        _starting.Dispose();
    }

    private string Address(string database) => $"Host=127.0.0.1;Port={_port};Username=tests;Database={database}";

    private async Task MakeAsync(string binaries)
    {
        Directory.CreateDirectory(Data);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "-R", ServerUser, Path.GetDirectoryName(Data)!);
        await RunAsync([.. AsServerUser(Path.Combine(binaries, "initdb"), "-D", Data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")]);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"fsync = off\nlisten_addresses = '127.0.0.1'\n{string.Join('\n', Settings)}\n");
        // Who logs in as with_password is asked for one.
        var access = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(access, "host all with_password 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(access));
        await StartAsync(binaries);
    }

    private async Task StartAsync(string binaries)
    {
        _server = Start([.. AsServerUser(Path.Combine(binaries, "postgres"), "-D", Data, "-p", $"{_port}", "-k", Data)]);
        _ = _server.StandardOutput.ReadToEndAsync();
        var log = _server.StandardError.ReadToEndAsync();
        while (!await AnswersAsync())
        {
            if (_server.HasExited)
                throw new InvalidOperationException("The PostgreSQL server of the tests has ended: " + await log);
            await Task.Delay(50);
        }
    }

    private async Task StopAsync(string signal)
    {
        // The server itself rather than the program that changed the user for it.
        await RunAsync("kill", signal, File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());
        await _server!.WaitForExitAsync();
        _server.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync(Address("postgres"), "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string? BinaryFolder()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(installed)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
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
