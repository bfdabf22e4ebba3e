using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study on its way from a file to a server and back.</summary>
public sealed class StudyCopyTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_study_that_went_to_a_server_and_into_another_file_is_the_same_and_replays()
    {
        var study = Studies.Create(trials: 40, strategy: new FollowsBest());
        await using var file = new SqliteStudyStore(_folder.File("one.db"));
        await using var postgres = new PostgresStudyStore(await server.CreateDatabaseAsync());
        await using var other = new SqliteStudyStore(_folder.File("two.db"));
        var record = await file.OpenAsync(Studies.Define(study), Cancel);
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 3 }).RunAsync(Cancel);

        await file.CopyAsync("test-study", postgres, "there", Cancel);
        await postgres.CopyAsync("there", other, "test-study", Cancel);

        var copy = (await other.FindAsync("test-study", Cancel))!;
        var (trials, copied) = (await record.ReadAsync(Cancel), await copy.ReadAsync(Cancel));
        Assert.Equal(trials.Select(Text), copied.Select(Text));
        Assert.Equal(new ReplayResult(40, null), Replay.Run(record.Study, new FollowsBest(), copied));
        await new StudyRunner(study, study.TraceSpace(), await other.OpenAsync(Studies.Define(study), Cancel), new() { Workers = 2, Budget = new(Trials: 50) }).RunAsync(Cancel);
        Assert.Equal(new ReplayResult(50, null), Replay.Run(record.Study, new FollowsBest(), await copy.ReadAsync(Cancel)));

        static string Text(Trial trial) => $"{trial with { Measurements = [] }} {BitConverter.DoubleToInt64Bits(trial.Value!.Value)} {string.Join(' ', trial.Measurements)}";
    }
}
