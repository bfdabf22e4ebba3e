using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>
/// The file in which a trial's checkpoint lies: a line of JSON that says whose it is, then what the trial wrote, then the SHA-256
/// of both.
/// </summary>
/// <remarks>It is written beside its place, forced to the disk, and moved into its place, so that there is always a whole one.</remarks>
/// <param name="folder">The folder of the store's checkpoints.</param>
/// <param name="study">The study's name.</param>
/// <param name="space">The study's space.</param>
/// <param name="trial">The trial.</param>
/// <param name="warn">Told of a file that cannot be read, which counts as none.</param>
internal sealed partial class CheckpointFile(string folder, string study, SearchSpace space, Trial trial, Action<string>? warn = null)
{
    public const string Extension = ".checkpoint";

    private const int LongestHeader = 16 << 20;

    private readonly CheckpointFolder _folder = new(folder);
    private readonly string _path = Path.Combine(new CheckpointFolder(folder).PathOf(study), trial.Number + Extension);

    /// <summary>Whether a file has the name of a checkpoint.</summary>
    public static bool HasCheckpointName(string path) => Name().IsMatch(Path.GetFileName(path));

    /// <summary>Whether there is a checkpoint of this trial.</summary>
    public bool Exists => Read((_, _, _) => true);

    /// <summary>The checkpoint and what had been reported until then; null where there is none of this trial.</summary>
    public (Checkpoint Checkpoint, IReadOnlyList<Measurement> Measurements)? Read() => Read(ReadContent);

    /// <param name="step">How far the trial is.</param>
    /// <param name="measurements">What it has reported.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="commit">Puts the file, which is written by then, into its place, unless the trial has ended meanwhile.</param>
    public void Write(int step, IEnumerable<Measurement> measurements, Action<Stream> write, Action<Action>? commit = null)
    {
        _folder.Create(study);
        var header = new Header(step, Values, [.. measurements.Where(m => m.Step <= step).Select(m => new[] { m.Step, m.Value })]);
        using var file = new TemporaryFile(_path);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file.Stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            hashed.Write(JsonSerializer.SerializeToUtf8Bytes(header));
            hashed.WriteByte((byte)'\n');
            write(hashed);
        }
        file.Stream.Write(hash.Hash);
        (commit ?? (move => move()))(() => file.MoveTo(_path));
    }

    /// <summary>Removes the checkpoint, if there is one.</summary>
    public void Delete()
    {
        try
        {
            if (File.Exists(_path))
                File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"The checkpoint {_path} is no longer needed, but cannot be removed: {exception.Message}");
        }
    }

    // They stay the same when the study's space is widened.
    private string Values => new Setting(trial.ValuesIn(space).OrderBy(pair => pair.Key, StringComparer.Ordinal)).ToString();

    // Nothing where there is no file, where it cannot be read, and where it is left from another study of the same name, which has
    // other values.
    private T? Read<T>(Func<FileStream, byte[], Header, T> read)
    {
        try
        {
            if (!Path.Exists(_path))
                return default;
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var line = ReadLine(file);
            return Parse(line) is var header && header.Values == Values ? read(file, line, header) : default;
        }
        catch (FileNotFoundException)
        {
            return default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or InvalidDataException or JsonException)
        {
            warn?.Invoke($"The checkpoint {_path} cannot be read, and counts as none: trial {trial.Number} starts anew. {exception.Message}");
            return default;
        }
    }

    // With its end.
    private static byte[] ReadLine(FileStream file)
    {
        var line = new byte[(int)Math.Min(file.Length, LongestHeader)];
        var length = 0;
        while (length < line.Length && file.Read(line, length, Math.Min(1 << 16, line.Length - length)) is > 0 and var read)
        {
            var end = Array.IndexOf(line, (byte)'\n', length, read);
            length += read;
            if (end < 0)
                continue;
            file.Position = end + 1;
            return line[..(end + 1)];
        }
        throw new InvalidDataException("It does not begin with the line that says whose it is.");
    }

    private static Header Parse(ReadOnlySpan<byte> line)
    {
        var header = JsonSerializer.Deserialize<Header>(line);
        if (header is not { Values: not null, Measurements: { } measurements })
            throw new InvalidDataException("Its first line is not that of a checkpoint.");
        var last = double.NegativeInfinity;
        foreach (var measurement in measurements)
        {
            if (measurement is not [var step, var value] || step != Math.Floor(step) || Math.Abs(step) > int.MaxValue || step <= last || step > header.Step || !double.IsFinite(value))
                throw new InvalidDataException("The measurements in its first line are no steps that rise, each with a value.");
            last = step;
        }
        return header;
    }

    private static (Checkpoint, IReadOnlyList<Measurement>)? ReadContent(FileStream file, byte[] line, Header header)
    {
        var length = file.Length - line.Length - SHA256.HashSizeInBytes;
        if (length < 0 || length > Array.MaxLength)
            throw new InvalidDataException(length < 0 ? "It is cut off." : "It is too long.");
        var content = new byte[length];
        var recorded = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(content);
        file.ReadExactly(recorded);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(line);
        hash.AppendData(content);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(recorded)
            ? (new(header.Step, content), [.. header.Measurements.Select(m => new Measurement((int)m[0], m[1]))])
            : throw new InvalidDataException("It is damaged: its content is not the one that was written.");
    }

    private sealed record Header(int Step, string Values, double[][] Measurements);

    [GeneratedRegex(@"^[0-9]+\.checkpoint\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
