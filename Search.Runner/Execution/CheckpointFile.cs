using System.Text;
using System.Text.Json;
using Search.Core;

namespace Search.Runner;

/// <summary>The file in which a trial's checkpoint lies: a line of JSON that says whose it is, then what the trial wrote.</summary>
/// <remarks>It is written beside its place, forced to the disk, and moved into its place, so that there is always a whole one.</remarks>
internal sealed class CheckpointFile(string folder, string study, Trial trial)
{
    public const string Extension = ".checkpoint";

    private readonly string _path = Path.Combine(new CheckpointFolder(folder).Of(study), trial.Number + Extension);

    /// <summary>The checkpoint and what had been reported until then; null where there is none of this trial.</summary>
    public (Checkpoint Checkpoint, IReadOnlyList<Measurement> Measurements)? Read()
    {
        if (!File.Exists(_path))
            return null;
        var bytes = File.ReadAllBytes(_path);
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        // A file that is left from another study of the same name is of another point.
        if (end < 0 || JsonSerializer.Deserialize<Header>(bytes.AsSpan(0, end)) is not { } header || header.Point != trial.Point.ToString())
            return null;
        return (new(header.Step, bytes.AsMemory(end + 1)), [.. header.Measurements.Select(m => new Measurement((int)m[0], m[1]))]);
    }

    public void Write(int step, IEnumerable<Measurement> measurements, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var header = new Header(step, trial.Point.ToString(), [.. measurements.Where(m => m.Step <= step).Select(m => new[] { m.Step, m.Value })]);
        var temporary = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = File.Create(temporary))
            {
                file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header) + "\n"));
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, _path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes the checkpoint, if there is one.</summary>
    public void Delete()
    {
        if (File.Exists(_path))
            File.Delete(_path);
    }

    private sealed record Header(int Step, string Point, double[][] Measurements);
}
