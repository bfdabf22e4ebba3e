using HyperSearch;
using Microsoft.Extensions.Logging;

namespace Search.Tests;

/// <summary>A study that a program runs by one call.</summary>
public sealed class StudyRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("runs.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_memory_it_gives_the_best_settings_by_their_type()
    {
        var result = await Studies.Create().RunAsync(cancel: Cancel);

        var best = result.Trials.MaxBy(trial => trial.Value)!;
        Assert.Equal((20, RunEnd.Done, 20, best.Value, best.Number), (result.Trials.Count, result.End, result.Finished, result.Value, result.Best.Trial.Number));
        var settings = result.Best.Settings;
        Assert.Equal([("rate", settings.Rate), ("units", settings.Units)], best.ValuesIn(Studies.Create().TraceSpace()).Select(pair => (pair.Key, pair.Value.Number!.Value)));
    }

    [Fact]
    public async Task It_goes_on_where_its_record_stands_and_the_command_line_sees_the_same_study()
    {
        var first = await Studies.Create(trials: 5).RunAsync(Store, new() { Workers = 1 }, Cancel);
        var second = await Studies.Create(trials: 8).RunAsync(Store, new() { Workers = 2 }, Cancel);
        var report = await CommandRun.OfAsync(Studies.Create(), "report", "--store", Store);

        Assert.Equal((5, 3, 8), (first.Finished, second.Finished, second.Trials.Count));
        Assert.Equal(first.Trials.Select(trial => trial.Point), second.Trials.Take(5).Select(trial => trial.Point));
        Assert.Contains("8 trials: 8 complete", report.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_objective_may_be_asynchronous()
    {
        var study = new Study<int>("waits")
        {
            Goal = Goal.Minimize("delay"),
            Space = suggest => suggest.Int("delay", 1, 5),
            AsyncObjective = async (delay, _, cancel) =>
            {
                await Task.Delay(delay, cancel);
                return delay;
            },
            Strategy = new GridSearch(),
        };

        var result = await study.RunAsync(options: new() { Workers = 3 }, cancel: Cancel);

        Assert.Equal((1, 1.0, 5), (result.Best.Settings, result.Value, result.Trials.Count));
    }

    [Fact]
    public async Task What_an_asynchronous_objective_throws_fails_its_trial()
    {
        var study = new Study<int>("fails")
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.Int("x", 1, 50),
            AsyncObjective = async (x, trial, _) =>
            {
                await Task.Yield();
                return trial.Number == 0 ? throw new FormatException("no data") : x;
            },
            Budget = new(3),
        };

        var result = await study.RunAsync(options: new() { Workers = 1 }, cancel: Cancel);

        Assert.Equal([TrialState.Failed, TrialState.Complete, TrialState.Complete], result.Trials.Select(trial => trial.State));
        Assert.StartsWith("System.FormatException: no data", result.Trials[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_tells_of_what_is_done_and_the_rest_waits()
    {
        using var interrupt = new CancellationTokenSource();
        var study = Studies.Create((_, trial, cancel) =>
        {
            if (trial.Number == 2)
                interrupt.Cancel();
            cancel.ThrowIfCancellationRequested();
            return trial.Number;
        });

        var result = await study.RunAsync(Store, new() { Workers = 1 }, interrupt.Token);
        var rest = await Studies.Create((_, trial, _) => trial.Number).RunAsync(Store, new() { Workers = 1 }, Cancel);

        Assert.Equal((RunEnd.Interrupted, 2, 1.0), (result.End, result.Finished, result.Value));
        Assert.Equal((RunEnd.Done, 18), (rest.End, rest.Finished));
    }

    [Fact]
    public async Task Without_a_complete_trial_there_is_no_best_and_it_says_why()
    {
        var result = await Studies.Create((_, _, _) => throw new FormatException("no data"), trials: 2).RunAsync(cancel: Cancel);

        Assert.False(result.HasBest);
        Assert.Equal("No trial of study 'test-study' is complete, so none is the best. The last one failed: System.FormatException: no data",
            Assert.Throws<InvalidOperationException>(() => result.Best).Message);
    }

    [Fact]
    public async Task Its_progress_is_told_after_each_trial_and_nothing_goes_to_the_console()
    {
        var told = new List<int>();
        var progress = new Told<RunProgress>(one => told.Add(one.Ended));
        var logger = new ListLogger();

        await Studies.Create(trials: 4).RunAsync(options: new() { Workers = 1, Progress = progress, Logger = logger }, cancel: Cancel);

        Assert.Equal([1, 2, 3, 4], told);
        Assert.Equal("Study test-study begins with 1 workers in memory.", logger.Lines[0]);
        Assert.Equal("Study test-study ended its run after 4 trials: Done: the budget of 4 trials is used up.", logger.Lines[^1]);
        Assert.Equal(4, logger.Lines.Count(line => line.StartsWith("Trial ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("postgress://u@h/d", "looks like an address")]
    [InlineData("", "The name of the store is empty")]
    public async Task A_store_that_is_none_is_told(string store, string error) =>
        Assert.Contains(error, (await Assert.ThrowsAsync<HyperSearch.Core.StoreException>(() => Studies.Create().RunAsync(store, cancel: Cancel))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_study_without_an_objective_or_that_cannot_get_ready_does_not_begin()
    {
        var none = new Study<int>("none") { Goal = Goal.Minimize("x"), Space = suggest => suggest.Int("x", 1, 3) };
        var unready = new Study<int>("unready") { Goal = none.Goal, Space = none.Space, Objective = (x, _, _) => x, Prepare = () => throw new IOException("no data") };

        Assert.Equal("Study 'none' says not how a trial is scored. Set `Objective` or `AsyncObjective`, one of them, or have a program ask for its trials (OpenAsync).",
            (await Assert.ThrowsAsync<StudyException>(() => none.RunAsync(cancel: Cancel))).Message);
        Assert.Equal("The study cannot begin, and no trial was started: no data",
            (await Assert.ThrowsAsync<StudyException>(() => unready.RunAsync(Store, cancel: Cancel))).Message);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task An_interrupted_trial_goes_on_from_its_checkpoint_beside_the_store()
    {
        using var interrupt = new CancellationTokenSource();
        await Studies.Create((_, trial, cancel) =>
        {
            trial.SaveCheckpoint(3, stream => stream.WriteByte(7));
            interrupt.Cancel();
            cancel.ThrowIfCancellationRequested();
            return 1;
        }, trials: 1).RunAsync(Store, new() { Workers = 1 }, interrupt.Token);
        var found = 0;

        await Studies.Create((_, trial, _) => found = trial.Checkpoint?.Step ?? -1, trials: 1).RunAsync(Store, cancel: Cancel);

        Assert.Equal(3, found);
    }

    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add(formatter(state, exception));
        }
    }
}
