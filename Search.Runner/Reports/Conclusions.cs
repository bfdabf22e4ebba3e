using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Prints what a study says of its own trials, below a report that people read.</summary>
internal static class Conclusions
{
    /// <returns>False where the study's own code has thrown, which is told.</returns>
    /// <exception cref="OperationCanceledException">The command was interrupted, and the study's own code is left behind.</exception>
    public static async Task<bool> WriteAsync(Study study, IStudyRecord record, ReportFormat format, Output output, CancellationToken interrupt)
    {
        if (!study.HasConclusion || format is not (ReportFormat.Table or ReportFormat.Md))
            return true;
        foreach (var option in study.Options)
            option.Value = record.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;
        var trials = await record.ReadAsync(interrupt);
        var metrics = await record.ReadMetricsAsync(interrupt);
        try
        {
            var text = await StudyCode.RunAsync(() => study.Conclude(record.Study.Space, trials, metrics), "The study's conclusion has been computed for 10 s.", output.Error, interrupt);
            if (text.Length > 0)
                await output.Out.WriteLineAsync($"\n{text}");
            return true;
        }
#pragma warning disable CA1031 // The trials are on record and the report is printed, whatever the study makes of them.
        catch (Exception exception) when (!(exception is OperationCanceledException && interrupt.IsCancellationRequested))
#pragma warning restore CA1031
        {
            await output.Error.WriteLineAsync($"The study's own conclusion (Conclusion) failed, and is left out: {ErrorText.Of(exception)}");
            return false;
        }
    }
}
