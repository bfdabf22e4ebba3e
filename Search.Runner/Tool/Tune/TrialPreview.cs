using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary><c>tune --print</c>: the command lines of the first trials. Nothing is run, and nothing recorded.</summary>
internal static class TrialPreview
{
    private const int Trials = 3;

    /// <param name="study">The study.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="cancel">Gives it up.</param>
    public static async Task WriteAsync(ProgramStudy study, Output output, CancellationToken cancel)
    {
        await using var store = new MemoryStudyStore();
        var strategy = study.Strategy ?? new AutoSearch();
        var opening = new StudyOpening(study, store, output.Error, _ => { }) { RunsTrials = false };
        var opened = await opening.OpenAsync(study.TraceSpace(), strategy, known: null, cancel);
        var starts = await TrialStarts.BeginAsync(study, opened.Record, new() { Strategy = strategy }, pruning: null, checkpoints: null, new(study.Goal));
        for (var number = 0; number < Trials && await starts.StartAsync(cancel) is { } trial; number++)
            await WriteAsync(number, study.CallOf(trial.ReaderIn(opened.Space)), output.Out);
        await output.Error.WriteLineAsync("These would be the first trials. Nothing was run or recorded.");
    }

    // What is written for the trial stands before it as comments, so that all of it can be pasted.
    private static async Task WriteAsync(int number, ProgramCall call, TextWriter output)
    {
        var folder = $"trial-{number}";
        foreach (var file in call.Files)
        {
            await output.WriteLineAsync($"# {folder}/{SafeText.Line(file.Name)}:");
            foreach (var line in file.Text.TrimEnd('\n').Split('\n'))
                await output.WriteLineAsync($"#   {SafeText.Line(line.TrimEnd('\r'))}".TrimEnd());
        }
        await output.WriteLineAsync(string.Join(' ', call.Words.Select(word => ShellWord.Quote(word.Replace(ProgramCall.FolderPlaceholder, folder, StringComparison.Ordinal)))));
    }
}
