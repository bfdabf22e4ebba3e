using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch;

/// <summary>Runs studies inside a program: without a command line, and without a word to the console.</summary>
public static class StudyRuns
{
    extension<TSettings>(Study<TSettings> study)
    {
        /// <summary>Runs the study until its budget is used up, or continues it where its record stands.</summary>
        /// <param name="store">A SQLite file, which is made where there is none, or the address of a PostgreSQL database; null for memory, which is gone with the result.</param>
        /// <param name="options">What this run does otherwise than the study says.</param>
        /// <param name="cancel">Interrupts the run once it has begun: trials that honour it go back to waiting, and the result tells of those that are done (<see cref="RunEnd.Interrupted"/>).</param>
        /// <returns>All trials of the study, and the best.</returns>
        /// <exception cref="StudyException">The study cannot begin: it has no objective, <see cref="Study.Prepare"/> threw, or its names cannot be recorded.</exception>
        /// <exception cref="StudyChangedException">What is on record differs in its space, goal, seed or options.</exception>
        /// <exception cref="SpaceException">The settings function is wrong.</exception>
        /// <exception cref="StoreException">The store cannot be used.</exception>
        /// <remarks>What an objective throws fails its trial. What a strategy or the store throws comes out; what was recorded until then stays.</remarks>
        public async Task<StudyResult<TSettings>> RunAsync(string? store = null, RunOptions? options = null, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(study);
            StudyOpening.RequireObjective(study);
            options ??= new();
            await using var opened = await OpenedStore.OpenAsync(study, store, options, cancel);
            if (options.Logger is { } logger)
                RunLog.Begins(logger, study.Name, options.Workers, opened.Name);
            var runner = new StudyRunner(study, opened.Study.Space, opened.Study.Record, opened.Options);
            foreach (var warning in opened.Warnings)
                runner.Monitor.Warn(warning);
            var outcome = await runner.RunAsync(cancel);
            if (options.Logger is not null)
                RunLog.Ended(options.Logger, study.Name, outcome.Finished, RunEndText.Of(outcome, study, options.Budget));
            var record = opened.Study.Record;
            return new(study, opened.Study.Space, await record.ReadAsync(CancellationToken.None), await record.ReadMetricsAsync(CancellationToken.None), outcome, runner.Monitor.Snapshot().Warnings);
        }

        /// <summary>Opens the study for a program that asks for trials and tells their scores, from any number of tasks or threads.</summary>
        /// <param name="store">A SQLite file, which is made where there is none, or the address of a PostgreSQL database; null for memory, which is gone with the session.</param>
        /// <param name="options">What this session does otherwise than the study says. Its number of workers is that of who asks.</param>
        /// <param name="cancel">Gives it up.</param>
        /// <exception cref="StudyException">The study cannot begin: <see cref="Study.Prepare"/> threw, or its names cannot be recorded.</exception>
        /// <exception cref="StudyChangedException">What is on record differs in its space, goal, seed or options.</exception>
        /// <exception cref="SpaceException">The settings function is wrong.</exception>
        /// <exception cref="StoreException">The store cannot be used.</exception>
        public async Task<StudySession<TSettings>> OpenAsync(string? store = null, RunOptions? options = null, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(study);
            return await StudySession<TSettings>.BeginAsync(study, await OpenedStore.OpenAsync(study, store, options ?? new(), cancel));
        }
    }
}
