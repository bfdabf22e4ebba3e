using System.Text;
using System.Text.Json;
using Search.Core;

namespace Search.Runner;

/// <summary>The file in which a trial's checkpoint lies: a line of JSON that says whose it is, then what the trial wrote.</summary>
/// <remarks>It is written beside its place, forced to the disk, and moved into its place, so that there is always a whole one.</remarks>
internal sealed class CheckpointFile(string folder, string study, SearchSpace space, Trial trial)
{
    public const string Extension = ".checkpoint";

    private readonly string _path = Path.Combine(new CheckpointFolder(folder).Of(study), trial.Number + Extension);

    /// <summary>Whether there is a checkpoint of this trial.</summary>
    public bool Exists => File.Exists(_path) && HeaderOf(File.ReadLines(_path, Encoding.UTF8).FirstOrDefault("")) is not null;

    /// <summary>The checkpoint and what had been reported until then; null where there is none of this trial.</summary>
    public (Checkpoint Checkpoint, IReadOnlyList<Measurement> Measurements)? Read()
    {
        if (!File.Exists(_path))
            return null;
        var bytes = File.ReadAllBytes(_path);
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || HeaderOf(Encoding.UTF8.GetString(bytes.AsSpan(0, end))) is not { } header)
            return null;
        return (new(header.Step, bytes.AsMemory(end + 1)), [.. header.Measurements.Select(m => new Measurement((int)m[0], m[1]))]);
    }

    /// <param name="step">How far the trial is.</param>
    /// <param name="measurements">What it has reported.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="place">Puts the file, which is written by then, into its place, unless the trial has ended meanwhile.</param>
    public void Write(int step, IEnumerable<Measurement> measurements, Action<Stream> write, Action<Action>? place = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var header = new Header(step, Values, [.. measurements.Where(m => m.Step <= step).Select(m => new[] { m.Step, m.Value })]);
        var temporary = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = File.Create(temporary))
            {
                file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header) + "\n"));
                write(file);
                file.Flush(flushToDisk: true);
            }
            (place ?? (move => move()))(() => File.Move(temporary, _path, overwrite: true));
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes the checkpoint, if there is one.</summary>
    public void Delete()
    {
        if (File.Exists(_path))
            File.Delete(_path);
    }

    // They stay the same when the study's space is widened.
    private string Values => new Setting(space.ValuesOf(trial).OrderBy(pair => pair.Key, StringComparer.Ordinal)).ToString();

    // Null where the file is left from another study of the same name, which has other values.
    private Header? HeaderOf(string line) =>
        JsonSerializer.Deserialize<Header>(line) is { } header && header.Values == Values ? header : null;

    private sealed record Header(int Step, string Values, double[][] Measurements);
}
