using Search.Core;
using Search.Runner;

namespace Search.Tests;

public sealed class SqliteStudyStoreTests : StoreContractShared
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    protected override IStudyStore CreateStore(StoreOptions options) => new SqliteStudyStore(Path.Combine(_folder.FullName, "studies.db"), options);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
