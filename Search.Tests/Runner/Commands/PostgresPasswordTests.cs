using Npgsql;

namespace Search.Tests;

public sealed class PostgresPasswordTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Password = "open sesame";

    [Fact]
    public async Task A_password_is_neither_printed_nor_recorded()
    {
        var (all, store) = await CreateAsync();
        var withPassword = store.Replace("with_password@", $"with_password:{Uri.EscapeDataString(Password)}@", StringComparison.Ordinal);

        var verbs = new[] { "run --trials 3 --pause 1", "show", "show 0", "list", "report", "trials" };
        var runs = new List<CommandRun>();
        foreach (var verb in verbs)
            runs.Add(await CommandRun.OfAsync(ProcessStudy.Create(), [.. verb.Split(' '), "--store", withPassword]));

        Assert.All(runs, run => Assert.Equal((0, false), (run.ExitCode, Tells(run))));
        await using var connection = new NpgsqlConnection(all + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT schema_to_xml('hypersearch', true, false, '')::text";
        var recorded = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.Contains(ProcessStudy.Name, recorded, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_login_says_where_a_password_is_looked_for_and_not_what_it_was()
    {
        var (_, store) = await CreateAsync();

        var none = await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--store", store);
        var wrong = await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--store", store.Replace("with_password@", "with_password:sesame@", StringComparison.Ordinal));

        Assert.All([none, wrong], run =>
        {
            Assert.Equal((1, false), (run.ExitCode, Tells(run)));
            Assert.Contains("PGPASSWORD", run.Error, StringComparison.Ordinal);
            Assert.Contains("pgpass", run.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_password_is_found_in_a_password_file()
    {
        var (_, store) = await CreateAsync();
        using var folder = new TemporaryFolder();
        var file = folder.File("pgpass");
        await File.WriteAllTextAsync(file, $"127.0.0.1:*:*:with_password:{Password}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var run = await CommandRun.OfAsync(ProcessStudy.Create(), "run", "--store", $"{store}?passfile={file}", "--trials", "1", "--pause", "1");

        Assert.Equal((0, false), (run.ExitCode, Tells(run)));
    }

    [Fact]
    public async Task A_password_is_found_in_the_environment()
    {
        var (_, store) = await CreateAsync();
        using var process = StudyProcess.Start(new Dictionary<string, string> { ["PGPASSWORD"] = Password }, "run", "--store", store, "--trials", "1", "--pause", "1");

        var run = await process.EndAsync();

        Assert.Equal((0, false), (run.ExitCode, Tells(run)));
    }

    private static bool Tells(CommandRun run) => (run.Out + run.Error).Contains("sesame", StringComparison.Ordinal);

    // A database for one who must log in with a password: its address for everybody, and for him.
    private async Task<(string All, string Store)> CreateAsync()
    {
        var all = await server.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(all).Database;
        await PostgresServer.ExecuteAsync(all,
            $"""
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'with_password') THEN CREATE ROLE with_password LOGIN PASSWORD '{Password}'; END IF;
            END $$;
            ALTER DATABASE {name} OWNER TO with_password
            """);
        return (all, $"postgres://with_password@127.0.0.1:{server.Port}/{name}");
    }
}
