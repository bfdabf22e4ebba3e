using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What <c>--store</c> may name, and that no password gets out of it.</summary>
public sealed class StoreNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("postgres://ann@db.example:5433/studies", true)]
    [InlineData("postgresql://db.example/studies", true)]
    [InlineData("POSTGRES://db.example/studies", true)]
    [InlineData("Host=db.example;Database=studies", true)]
    [InlineData("Username=u;Password=sesame;Host=db.example", true)]
    [InlineData("password=sesame; user id=u", true)]
    [InlineData("Pwd=sesame;Passwort=sesame", true)]
    [InlineData("Hots=db.example;Passwort=sesame", true)]
    [InlineData("Database=studies", true)]
    [InlineData("studies.db", false)]
    [InlineData("postgres.db", false)]
    [InlineData("folder/Host=x", false)]
    [InlineData("./Host=x;Password=y", false)]
    [InlineData("lr=0.01.db", false)]
    [InlineData(@"C:\studies.db", false)]
    [InlineData("a;b.db", false)]
    [InlineData("monday: second try.db", false)]
    public void A_file_is_told_from_a_database(string store, bool isDatabase)
    {
        Assert.Null(StoreName.Objection(store));
        Assert.Equal(isDatabase, StoreName.IsPostgres(store));
    }

    [Theory]
    [InlineData("postgress://u:sesame@host/db", "Did you mean postgres://?")]
    [InlineData("postgre://u:sesame@host/db", "Did you mean postgres://?")]
    [InlineData("pgsql://u:sesame@host/db", "Did you mean postgres://?")]
    [InlineData("postgres:/u:sesame@host/db", "Did you mean postgres://?")]
    [InlineData(@"postgres:\\u:sesame@host/db", "Did you mean postgres://?")]
    [InlineData("http://u:sesame@host/db", "looks like an address")]
    [InlineData("mysql://u:se/same@sesame@host/db", "looks like an address")]
    [InlineData("mysql://u:open sesame@host/db", "looks like an address")]
    [InlineData("https://host/db?user=u&password=sesame", "looks like an address")]
    [InlineData("u:sesame@host/db", "looks like an address")]
    [InlineData("host=h user=u password=sesame dbname=d", "looks like an address")]
    [InlineData("password='sesame' host=h", "looks like an address")]
    [InlineData("sqlite:///home/me/studies.db", "leave the beginning out")]
    [InlineData("file:///home/me/studies.db", "leave the beginning out")]
    [InlineData("", "is empty")]
    [InlineData(" \t", "is empty")]
    public async Task What_looks_like_an_address_but_is_none_is_refused_without_its_password(string store, string expected)
    {
        var before = Directory.GetFileSystemEntries(Environment.CurrentDirectory);

        foreach (var args in (string[][])[["run"], ["report"], ["list"], ["copy", "x", "--to", store]])
        {
            var run = await CommandRun.OfAsync(Studies.Create(), [.. args, "--store", args.Length > 1 ? await StoreAsync() : store]);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
            Assert.Contains("postgres://user@host:port/database", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("sesame", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }
        Assert.Throws<StoreException>(() => new SqliteStudyStore(store));
        Assert.Equal(before, Directory.GetFileSystemEntries(Environment.CurrentDirectory));
    }

    [Theory]
    [InlineData("postgres://u:sesame@host/db")]
    [InlineData("Username=u;Password=sesame;Host=h")]
    public async Task A_backup_is_no_address(string place)
    {
        var run = await CommandRun.OfAsync(Studies.Create(), "backup", place, "--store", await StoreAsync());

        Assert.Equal((1, "", false), (run.ExitCode, run.Out, run.Error.Contains("sesame", StringComparison.Ordinal)));
        Assert.Contains("is the address of a PostgreSQL database. Name a file.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_wrong_place_of_a_command_line_is_not_printed()
    {
        var run = await CommandRun.OfAsync(Studies.Create(), "report", "postgres://u:sesame@host/db");

        Assert.Equal((2, false), (run.ExitCode, (run.Out + run.Error).Contains("sesame", StringComparison.Ordinal)));
        Assert.Contains("postgres://u:***@host/db", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password=open sesame;Host=h", "Password=***;Host=h")]
    [InlineData("Host=h; PWD = 'open; sesame';Port=1", "Host=h; PWD = ***;Port=1")]
    [InlineData("postgres://u@host/db?password=sesame&sslmode=require", "postgres://u@host/db?password=***&sslmode=require")]
    [InlineData("postgres://u:p@ss@host/db", "postgres://u:***@host/db")]
    [InlineData("postgres://u@host:5432/db", "postgres://u@host:5432/db")]
    [InlineData("There are: mine, yours.", "There are: mine, yours.")]
    public void A_mask_leaves_the_rest_as_it_is(string text, string masked) => Assert.Equal(masked, Passwords.Mask(text));

    private async Task<string> StoreAsync()
    {
        var file = _folder.File("studies.db");
        await CommandRun.OfAsync(Studies.Create(), "run", "--store", file, "--trials", "1");
        return file;
    }
}
