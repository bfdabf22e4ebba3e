using HyperSearch.Core;

namespace Search.Tests;

/// <summary>What every store must do about what trials report beside their measurements.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Metrics_are_kept_by_trial_name_and_step_and_the_last_value_counts()
    {
        var record = await OpenAsync();
        var (first, second) = (await StartAsync(record), await StartAsync(record));
        record.ReportMetric(second, new(1, "ms", null, 5));
        record.ReportMetric(first, new(0, "ms", null, 7));
        record.ReportMetric(first, new(0, "loss", 2, 0.5));
        record.ReportMetric(first, new(0, "loss", -1, 0.75));
        record.ReportMetric(first, new(0, "loss", null, 0.25));
        record.ReportMetric(first, new(0, "loss", 2, 0.4));
        record.ReportMetric(first, new(0, "ms", null, 8));
        await record.FinishAsync(first, TrialResult.Complete(1));
        await record.FinishAsync(second, TrialResult.Complete(1));
        record.ReportMetric(second, new(1, "late", null, 1));

        Assert.Equal(
            [new(0, "loss", null, 0.25), new(0, "loss", -1, 0.75), new(0, "loss", 2, 0.4), new(0, "ms", null, 8), new(1, "ms", null, 5)],
            await (await OpenAsync()).ReadMetricsAsync(Cancel));
    }

    [Fact]
    public async Task Notes_are_kept_in_order()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        record.ReportNote(trial, new(0, 0, "first"));
        record.ReportNote(trial, new(0, 1, "two\nlines \u0000 and \uD800"));
        await record.FinishAsync(trial, TrialResult.Complete(1));

        var other = await StartAsync(record);
        record.ReportNote(other, new(1, 0, "other"));
        await record.FinishAsync(other, TrialResult.Complete(1));

        var reader = await OpenAsync();
        Assert.Equal(["first", "two\nlines", "other"], (await reader.ReadNotesAsync(Cancel)).Select(note => note.Text.Split(' ')[0]));
        foreach (var number in (int[])[0, 1, 2])
            Assert.Equal((await reader.ReadNotesAsync(Cancel)).Where(note => note.Trial == number), await reader.ReadNotesAsync(number, Cancel));
    }

    [Fact]
    public async Task What_a_trial_printed_is_kept_by_attempt_but_for_what_was_dropped()
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        record.ReportLog(trial, new(0, 1, 0, "begin\n"), []);
        record.ReportLog(trial, new(0, 1, 1, "much\n"), []);
        record.ReportLog(trial, new(0, 1, 2, "end\n"), [1]);
        await record.ReleaseAsync(trial);
        var again = await StartAsync(record);
        record.ReportLog(again, new(0, 2, 0, "again\n"), []);
        await record.FinishAsync(again, TrialResult.Complete(1));

        var reader = await OpenAsync();
        Assert.Equal([new(0, 1, 0, "begin\n"), new(0, 1, 2, "end\n"), new(0, 2, 0, "again\n")], await reader.ReadLogAsync(0, Cancel));
        Assert.Empty(await reader.ReadLogAsync(1, Cancel));
    }

    [Fact]
    public async Task Of_what_a_trial_printed_the_last_three_attempts_are_left()
    {
        var record = await OpenAsync();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var trial = await StartAsync(record);
            record.ReportBegin(trial, null);
            record.ReportLog(trial, new(0, attempt, 0, $"{attempt}"), []);
            await record.ReleaseAsync(trial);
        }

        Assert.Equal([3, 4, 5], (await record.ReadLogAsync(0, Cancel)).Select(piece => piece.Attempt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task A_trial_that_begins_anew_has_neither_metrics_nor_notes_and_one_with_a_checkpoint_has_those_until_then(int? checkpoint)
    {
        var record = await OpenAsync();
        var trial = await StartAsync(record);
        foreach (var step in (int[])[1, 2, 3])
            record.ReportMetric(trial, new(0, "loss", step, step));
        record.ReportMetric(trial, new(0, "ms", null, 8));
        record.ReportNote(trial, new(0, 0, "a note"));
        await record.ReleaseAsync(trial);
        var other = await StartAsync(record);
        Assert.Equal(0, other.Number);
        // Of an attempt that is over, nothing is changed.
        record.ReportBegin(trial, null);

        record.ReportBegin(other, checkpoint);
        await record.FinishAsync(other, TrialResult.Complete(1));

        var metrics = await record.ReadMetricsAsync(Cancel);
        Assert.Equal(checkpoint is null ? [] : [("loss", 1), ("loss", 2), ("ms", (int?)null)], metrics.Select(metric => (metric.Name, metric.Step)));
        Assert.Equal(checkpoint is null ? 0 : 1, (await record.ReadNotesAsync(Cancel)).Count);
    }
}
