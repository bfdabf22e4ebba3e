using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>A study's folder for TensorBoard: a run for each trial, and what all have in common at its root.</summary>
/// <remarks>
/// A run that goes on is a file that grows. When it has ended, a whole one takes its place, under a name that is the same whoever writes
/// it. TensorBoard reads the files of a run by name, and of a step that comes again the last: so it shows one curve, also while it looks
/// on.
/// </remarks>
/// <param name="folder">The folder of all studies.</param>
/// <param name="study">The study.</param>
internal sealed partial class TensorBoardFolder(string folder, StudyDefinition study)
{
    // The second comes after the first by name, whatever the trial came to.
    private const string Live = "begun", Whole = "whole", Prefix = "events.out.tfevents";

    /// <summary>What `tensorboard --logdir` is to be given.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), FileName.Of(study.Name));

    /// <summary>Whether a trial that has ended lies there as it is on record.</summary>
    public bool IsWhole(Trial trial) => File.Exists(WholeOf(trial));

    /// <summary>Writes what the trials have in common, unless it lies there.</summary>
    /// <param name="metrics">The names of the metrics beside the goal's.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void WriteStudy(IEnumerable<string> metrics)
    {
        var goal = study.Goal;
        string[] names = [.. metrics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var content = HyperparameterMessages.OfStudy(study, [(TrialCurves.ScoreTag(goal), goal.Metric), .. names.Select(metric => (TrialCurves.TagOf(goal, metric), metric))]);
        var mark = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        // What comes later has more parameters or metrics, and a later name.
        var file = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{study.Space.Count + names.Length:D13}.hypersearch.{mark}.{Whole}"));
        var now = TimeProvider.System.GetUtcNow();
        if (!File.Exists(file))
            Write(file, [EventMessages.Begin(now), EventMessages.Plugin(now, 0, HyperparameterMessages.ExperimentTag, HyperparameterMessages.Plugin, content)]);
    }

    /// <summary>Writes a trial that has ended in the place of what lies there of it.</summary>
    /// <inheritdoc cref="WriteStudy"/>
    public void Write(Trial trial, TrialCurves curves) => Write(WholeOf(trial), curves.Events(study.Space, trial));

    /// <summary>Begins the file of a trial that runs, in the place of what lies there of it.</summary>
    /// <inheritdoc cref="WriteStudy"/>
    public FileStream Begin(Trial trial)
    {
        var place = FileOf(trial, Live);
        var before = FilesBeside(place);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
        // Without a buffer: what was reported can be seen.
        var file = new FileStream(place, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Array.ForEach(before, File.Delete);
        foreach (var begin in TrialCurves.BeginEvents(study.Space, trial))
            EventFile.Write(file, begin);
        return file;
    }

    private static void Write(string file, IEnumerable<byte[]> events)
    {
        var before = FilesBeside(file);
        var folder = System.IO.Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        TemporaryFile.RemoveLeftovers(folder);
        // Under a name that TensorBoard does not take for one of an event file.
        using var temporary = new TemporaryFile(System.IO.Path.Combine(folder, Whole));
        foreach (var one in events)
            EventFile.Write(temporary.Stream, one);
        temporary.MoveTo(file);
        Array.ForEach(before, File.Delete);
    }

    // Also what it came to, which a person may change.
    private string WholeOf(Trial trial) => FileOf(trial, $"{StateNames.Of(trial.State)}.{Whole}");

    // A later attempt began later, and comes later by name.
    private string FileOf(Trial trial, string ending) => System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"trial-{trial.Number}"),
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{Math.Max(0, trial.Started?.ToUnixTimeMilliseconds() ?? 0):D13}.hypersearch.{trial.Attempt}.{ending}"));

    // Those that HyperSearch made; others' are left alone.
    private static string[] FilesBeside(string file) => System.IO.Path.GetDirectoryName(file)! is var folder && Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Where(other => other != file && Name().IsMatch(System.IO.Path.GetFileName(other)))]
        : [];

    [GeneratedRegex($@"^events\.out\.tfevents\.[0-9]{{13}}\.hypersearch\.([0-9]+\.{Live}|[0-9]+\.[a-z]+\.{Whole}|[0-9a-f]+\.{Whole})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
