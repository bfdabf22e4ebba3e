using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What <c>launch --status</c> prints: the workers as their cluster knows them, and what they have done by the record.</summary>
internal static class WorkerReport
{
    /// <param name="store">The option with the study's store.</param>
    /// <param name="study">The study.</param>
    /// <param name="workers">What the cluster says.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task WriteAsync(string? store, string study, IReadOnlyList<ClusterWorker> workers, Output output, CancellationToken cancel)
    {
        await using var opened = StoreOption.OpenExisting(store);
        var record = await opened.FindAsync(study, cancel) ?? throw await StudyVerb.MissingAsync(opened, study);
        var trials = WorkerTrials.ByWorker(await record.ReadAttemptsAsync(cancel));
        Write(study, await record.CountAsync(cancel), workers, trials, output);
    }

    /// <inheritdoc cref="WriteAsync"/>
    /// <param name="study">The study.</param>
    /// <param name="counts">How its trials stand.</param>
    /// <param name="workers">What the cluster says.</param>
    /// <param name="trials">What the record says, by worker.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(string study, TrialCounts counts, IReadOnlyList<ClusterWorker> workers, IReadOnlyDictionary<string, WorkerTrials> trials, Output output)
    {
        output.Out.WriteLine($"{SafeText.Line(study)}: {StateCounts.Describe(counts)}");
        if (workers.Count == 0)
        {
            output.Out.WriteLine("The cluster knows no worker of it. `--submit` submits some.");
            return;
        }
        TableWriter.Write(Table(workers, trials), ReportFormat.Table, output);
        foreach (var worker in workers.Where(worker => worker.LastLines.Count > 0))
        {
            output.Out.WriteLine($"{SafeText.Line(worker.Name)} printed last:");
            foreach (var line in worker.LastLines)
                output.Out.WriteLine($"  {SafeText.Line(line)}");
        }
    }

    private static ReportTable Table(IReadOnlyList<ClusterWorker> workers, IReadOnlyDictionary<string, WorkerTrials> trials) => new(
        ["worker", "host", "state", "time", "restarts", "runs", "results", "died with", "why"],
        [.. workers.Select(IReadOnlyList<ParameterValue?> (worker) =>
        {
            var of = trials.GetValueOrDefault(worker.RecordName, WorkerTrials.None);
            return
            [
                Text(worker.Name), Text(worker.Host), Text(worker.State), Text(worker.Time), worker.Restarts is { } restarts and > 0 ? ParameterValue.Of(restarts) : null,
                Text(WorkerTrials.Numbers(of.Running)), ParameterValue.Of(of.Results), Text(WorkerTrials.Numbers(of.Died)), Text(worker.Why),
            ];
        })]);

    private static ParameterValue? Text(string? text) => text is null ? null : ParameterValue.Of(text);
}
