using Search.Core;

namespace Search.Runner;

/// <summary>Prints what a study says of its own trials, below a report that people read.</summary>
internal static class Conclusions
{
    public static async Task WriteAsync(Study study, IStudyRecord record, ReportFormat format, Output output)
    {
        if (!study.HasConclusion || format is not (ReportFormat.Table or ReportFormat.Md))
            return;
        foreach (var option in study.Options)
            option.Value = record.Study.Options.GetValueOrDefault(option.Name) ?? option.DefaultValue;
        var text = study.Conclude(record.Study.Space, await record.ReadAsync());
        if (text.Length > 0)
            await output.Out.WriteLineAsync($"\n{text}");
    }
}
