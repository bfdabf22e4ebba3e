using Dapper;
using HyperSearch.Core;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

public sealed class SqliteStudyStoreTests : StoreContractShared
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    protected override IStudyStore CreateStore(StoreOptions options) => new SqliteStudyStore(Path.Combine(_folder.FullName, "studies.db"), options);

    [Fact]
    public async Task A_file_of_the_first_version_is_migrated_and_keeps_what_is_in_it()
    {
        await using (var store = CreateStore())
            await RunOneAsync(await store.OpenAsync(Study, Cancel), TrialResult.Complete(0.5));
        await TakeBackAsync(1, "DROP TABLE rounds; DROP TABLE earlier_results; DROP TABLE earlier_spaces; DROP TABLE attempts; DROP TABLE earlier_studies; ALTER TABLE workers DROP COLUMN boot; ALTER TABLE workers DROP COLUMN instructions");

        var record = await OpenAsync();
        await record.StartAsync(history => RandomProposal(history) with { Round = new(1, [], "the first") }, null, Cancel);

        Assert.Equal([0.5, null], (await record.ReadAsync(Cancel)).Select(trial => trial.Value));
        Assert.Equal("the first", Assert.Single(await record.ReadRoundsAsync(Cancel)).Reason);
    }

    protected override async Task TakeBackAsync(int version, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "studies.db")};Pooling=false");
        await connection.ExecuteAsync($"DROP TABLE pruning_decisions; {StoreContractShared.DropExtras}; {sql}; PRAGMA user_version = {version}");
    }

    protected override string VersionStatement(int version) => $"PRAGMA user_version = {version}";

    protected override async Task ChangeAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "studies.db")};Pooling=false");
        await connection.ExecuteAsync(sql);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
