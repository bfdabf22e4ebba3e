using Search.Core;
using Search.Runner;

namespace Search.Tests;

public sealed class PostgresStudyStoreTests(PostgresServer server) : StoreContractShared, IClassFixture<PostgresServer>
{
    private string _address = "";

    public override async ValueTask InitializeAsync() => _address = await server.CreateDatabaseAsync();

    protected override IStudyStore CreateStore(StoreOptions options) => new PostgresStudyStore(_address, options);
}
