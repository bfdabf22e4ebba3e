using HyperSearch;

namespace Search.Tests;

/// <summary>A study on record as a program sees it that has not its code.</summary>
public sealed class RecordedStudyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("runs.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_has_all_that_trials_have_left()
    {
        await Studies.Create((settings, trial, _) =>
        {
            trial.Report(1, 0.5);
            trial.Record("ms", trial.Number);
            trial.Note("a note");
            trial.SaveArtifact("model", new MemoryStream([(byte)trial.Number]));
            return trial.Number == 3 ? throw new FormatException("no data") : trial.Number;
        }, trials: 4).RunAsync(Store, new() { Workers = 1 }, Cancel);

        await using var past = await RecordedStudy.OpenAsync(Store, "test-study", Cancel);

        Assert.Equal(("test-study", "maximize score", 2, 4), (past.Name, past.Goal.ToString(), past.Parameters.Count, past.Trials.Count));
        Assert.Equal([2, 1, 0], past.Ranked(10).Select(trial => trial.Number));
        var best = past.Best;
        Assert.Equal((2, 2.0, TrialState.Complete), (best.Number, best.Value, best.State));
        Assert.Equal([new TrialMetric(2, "ms", null, 2)], best.Metrics);
        Assert.Equal(["a note"], best.Notes);
        Assert.Equal([new Measurement(1, 0.5)], best.Measurements);
        await using var model = await best.OpenArtifactAsync("model", Cancel);
        Assert.Equal(2, model.ReadByte());
        Assert.InRange(best.Values["rate"].Number!.Value, 1e-6, 1e-2);
        Assert.Equal((best.Values["rate"].Number!.Value, (int)best.Values["units"].Number!.Value), Studies.Create().Space(new FixedValues(best.Values)));
        Assert.StartsWith("System.FormatException: no data", past.Trials[3].Error, StringComparison.Ordinal);
        Assert.Equal("", await best.ReadLogAsync(Cancel));
    }

    [Fact]
    public async Task What_is_not_there_is_told_and_nothing_is_made()
    {
        Assert.Equal($"There is no store '{Store}'.", (await Assert.ThrowsAsync<StudyException>(() => RecordedStudy.OpenAsync(Store, "churn", Cancel))).Message);
        Assert.False(File.Exists(Store));
        await Studies.Create(trials: 1).RunAsync(Store, cancel: Cancel);

        Assert.Equal($"There is no study 'churn' in {Store}. There are: test-study.", (await Assert.ThrowsAsync<StudyException>(() => RecordedStudy.OpenAsync(Store, "churn", Cancel))).Message);
        await using var past = await RecordedStudy.OpenAsync(Store, "test-study", Cancel);
        Assert.Equal("Trial 0 has no artifact 'model'.", (await Assert.ThrowsAsync<StudyException>(() => past.Best.OpenArtifactAsync("model", Cancel))).Message);
    }
}
