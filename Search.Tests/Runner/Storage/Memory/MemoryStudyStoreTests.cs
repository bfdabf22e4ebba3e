using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class MemoryStudyStoreTests : StoreContract
{
    private readonly MemoryStudyStore _store = new();

    protected override IStudyStore CreateStore() => _store;
}
