using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class CheckpointFilesTests : CheckpointsContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.File("studies.db-checkpoints");

    public void Dispose() => _folder.Dispose();

    protected override IStudyStore CreateStore(StoreOptions options) => new SqliteStudyStore(_folder.File("studies.db"), options);

    protected override ICheckpoints Open(IStudyRecord record) => new CheckpointFiles(Folder, record.Study.Name, record.Study.Space, Warnings.Add);

    protected override async Task DamageAsync()
    {
        var file = Path.Combine(new CheckpointFolder(Folder).PathOf(Study.Name), "0.checkpoint");
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);
    }
}
