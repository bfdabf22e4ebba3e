using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study's folder for TensorBoard: a run for each trial, and what all have in common at its root.</summary>
/// <remarks>
/// A run that goes on is a file that grows. When it has ended, a whole one takes its place, whose name tells which attempt it is of.
/// TensorBoard reads the files of a run by name, and of a step that comes again the last: so it shows one curve, also while it looks on.
/// </remarks>
/// <param name="folder">The folder of all studies.</param>
/// <param name="study">The study.</param>
internal sealed partial class TensorBoardFolder(string folder, StudyDefinition study)
{
    private const string Live = "live", Whole = "whole";

    private static readonly string Host = FileName.Of(Environment.MachineName);

    /// <summary>What `tensorboard --logdir` is to be given.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), FileName.Of(study.Name));

    /// <summary>Whether a trial that has ended lies there as it is on record.</summary>
    public bool IsWhole(Trial trial) => FilesOf(RunOf(trial)).Any(file => file.EndsWith($".{trial.Attempt}.{Whole}", StringComparison.Ordinal));

    /// <summary>Writes what the trials have in common, unless it lies there.</summary>
    /// <param name="metrics">The names of the metrics beside the goal's.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void WriteStudy(IEnumerable<string> metrics)
    {
        var goal = study.Goal;
        var content = HyperparameterMessages.OfStudy(study,
            [(TrialCurves.ScoreTag(goal), goal.Metric), .. metrics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(metric => (TrialCurves.TagOf(goal, metric), metric))]);
        var mark = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        if (FilesOf(Path).Any(file => file.EndsWith($".{mark}.{Whole}", StringComparison.Ordinal)))
            return;
        var now = TimeProvider.System.GetUtcNow();
        Write(Path, mark, [EventMessages.Begin(now), EventMessages.Plugin(now, 0, HyperparameterMessages.ExperimentTag, HyperparameterMessages.Plugin, content)]);
    }

    /// <summary>Writes a trial that has ended in the place of what lies there of it.</summary>
    /// <inheritdoc cref="WriteStudy"/>
    public void Write(Trial trial, TrialCurves curves) =>
        Write(RunOf(trial), trial.Attempt.ToString(CultureInfo.InvariantCulture), curves.Events(study.Space, trial));

    /// <summary>Begins the file of a trial that runs, in the place of what lies there of it.</summary>
    /// <inheritdoc cref="WriteStudy"/>
    public FileStream Begin(Trial trial)
    {
        var run = RunOf(trial);
        var before = FilesOf(run).ToArray();
        Directory.CreateDirectory(run);
        // Without a buffer: what was reported can be seen.
        var file = new FileStream(NewFile(run, Live), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Array.ForEach(before, File.Delete);
        foreach (var begin in TrialCurves.BeginEvents(study.Space, trial))
            EventFile.Write(file, begin);
        return file;
    }

    private static void Write(string run, string mark, IEnumerable<byte[]> events)
    {
        var before = FilesOf(run).ToArray();
        Directory.CreateDirectory(run);
        TemporaryFile.RemoveLeftovers(run);
        // Under a name that TensorBoard does not take for one of an event file.
        using var temporary = new TemporaryFile(System.IO.Path.Combine(run, Whole));
        foreach (var one in events)
            EventFile.Write(temporary.Stream, one);
        temporary.MoveTo(NewFile(run, $"{mark}.{Whole}"));
        Array.ForEach(before, File.Delete);
    }

    private string RunOf(Trial trial) => System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"trial-{trial.Number}"));

    // Later ones come later by name, too.
    private static string NewFile(string run, string ending) => System.IO.Path.Combine(run,
        string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds():D13}.{Host}.{Environment.ProcessId}.{ending}"));

    // Those that HyperSearch made; others' are left alone.
    private static IEnumerable<string> FilesOf(string run) => Directory.Exists(run)
        ? Directory.EnumerateFiles(run).Where(file => Name().IsMatch(System.IO.Path.GetFileName(file)))
        : [];

    [GeneratedRegex($@"^events\.out\.tfevents\.[0-9]{{13}}\.[a-z0-9\-]+\.[0-9]+\.({Live}|[0-9a-f]+\.{Whole})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
