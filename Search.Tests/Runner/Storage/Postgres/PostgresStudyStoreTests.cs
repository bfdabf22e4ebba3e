using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PostgresStudyStoreTests(PostgresServer server) : StoreContractShared, IClassFixture<PostgresServer>
{
    private string _address = "";

    public override async ValueTask InitializeAsync() => _address = await server.CreateDatabaseAsync();

    protected override IStudyStore CreateStore(StoreOptions options) => new PostgresStudyStore(_address, options);

    protected override string VersionStatement(int version) => $"UPDATE schema_version SET version = {version}";

    protected override Task ChangeAsync(string sql) => PostgresServer.ExecuteAsync(_address, $"SET search_path = hypersearch; {sql}");

    protected override Task TakeBackAsync(int version, string sql) =>
        PostgresServer.ExecuteAsync(_address, $"SET search_path = hypersearch; DROP TABLE pruning_decisions; {StoreContractShared.DropExtras}; {sql}; UPDATE schema_version SET version = {version}");
}
