using System.Security.Cryptography;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about the files that trials leave.</summary>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3 << 20)]
    public async Task A_file_comes_out_as_it_went_in(int size)
    {
        byte[] content = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31 + i / 251))];
        var record = await OpenAsync();
        var trial = await StartAsync(record);

        Assert.True(await SaveAsync(record, trial, "../model", content));

        var reader = await OpenAsync();
        var artifact = Assert.Single(await reader.ReadArtifactsAsync(Cancel));
        Assert.Equal(new TrialArtifact(0, "../model", size, Convert.ToHexStringLower(SHA256.HashData(content))), artifact);
        Assert.Equal(content, await ReadAsync(reader, artifact));
    }

    [Fact]
    public async Task A_second_file_of_a_name_takes_the_place_of_the_first_and_equal_ones_are_kept_for_each_trial()
    {
        var record = await OpenAsync();
        var (first, second) = (await StartAsync(record), await StartAsync(record));
        await SaveAsync(record, first, "model", [1]);
        await SaveAsync(record, second, "model", [1]);
        await SaveAsync(record, first, "model", [2]);
        await SaveAsync(record, first, "log", [3]);

        var artifacts = await record.ReadArtifactsAsync(Cancel);
        Assert.Equal([(0, "log"), (0, "model"), (1, "model")], artifacts.Select(artifact => (artifact.Trial, artifact.Name)));
        foreach (var number in (int[])[0, 1, 2])
            Assert.Equal(artifacts.Where(artifact => artifact.Trial == number), await record.ReadArtifactsAsync(number, Cancel));
        Assert.Equal([[3], [2], [1]], await Task.WhenAll(artifacts.Select(artifact => ReadAsync(record, artifact))));
    }

    [Fact]
    public async Task A_file_that_was_not_written_to_its_end_leaves_the_one_before()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        await SaveAsync(record, trial, "model", [1]);

        await Assert.ThrowsAsync<FormatException>(() => record.SaveArtifactAsync(trial, "model", stream =>
        {
            stream.WriteByte(2);
            throw new FormatException();
        }));

        Assert.Equal([1], await ReadAsync(record, Assert.Single(await record.ReadArtifactsAsync(Cancel))));
    }

    [Fact]
    public async Task A_trial_that_is_over_leaves_no_more_files()
    {
        var record = await OpenAsync();
        var trial = await RunOneAsync(record, TrialResult.Complete(1));

        Assert.False(await SaveAsync(record, trial, "model", [1]));
        Assert.Empty(await record.ReadArtifactsAsync(Cancel));
    }

    [Fact]
    public async Task The_files_of_the_best_trials_and_of_those_that_run_are_kept()
    {
        var record = await OpenAsync();
        foreach (var result in (TrialResult[])[TrialResult.Complete(2), TrialResult.Complete(3), TrialResult.Complete(1), TrialResult.Failed("no"), TrialResult.Pruned(9), TrialResult.Complete(3)])
        {
            var trial = await StartAsync(record);
            await SaveAsync(record, trial, "model", [(byte)trial.Number]);
            await SaveAsync(record, trial, "same", [0]);
            await record.FinishAsync(trial, result);
        }
        await SaveAsync(record, await StartAsync(record), "model", [6]);

        await record.KeepArtifactsOfBestAsync(2);

        var artifacts = await record.ReadArtifactsAsync(Cancel);
        Assert.Equal([(1, "model"), (1, "same"), (5, "model"), (5, "same"), (6, "model")], artifacts.Select(artifact => (artifact.Trial, artifact.Name)));
        Assert.Equal([[1], [0], [5], [0], [6]], await Task.WhenAll(artifacts.Select(artifact => ReadAsync(record, artifact))));
    }

    private static Task<bool> SaveAsync(IStudyRecord record, Trial trial, string name, byte[] content) =>
        record.SaveArtifactAsync(trial, name, stream => stream.Write(content));

    private static async Task<byte[]> ReadAsync(IStudyRecord record, TrialArtifact artifact)
    {
        await using var content = await record.OpenArtifactAsync(artifact, Cancel);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }
}
