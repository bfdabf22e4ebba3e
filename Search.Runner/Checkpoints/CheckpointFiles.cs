using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The checkpoints of a study in files: see <see cref="CheckpointFile"/>.</summary>
/// <param name="folder">The folder of the store's checkpoints.</param>
/// <param name="study">The study's name.</param>
/// <param name="space">The study's space.</param>
/// <param name="warn">Told of what cannot be read or removed.</param>
internal sealed class CheckpointFiles(string folder, string study, SearchSpace space, Action<string> warn) : ICheckpoints
{
    private readonly CheckpointFolder _folder = new(folder);

    public SavedCheckpoint? Read(Trial trial) => Of(trial).Read() is var (checkpoint, measurements) ? new(checkpoint, measurements) : null;

    public bool Exists(Trial trial) => Of(trial).Exists;

    public void Save(Trial trial, int step, IReadOnlyList<Measurement> measurements, Action<Stream> write, Action<Action> commit) =>
        Of(trial).Write(step, measurements, write, commit);

    public void Put(Trial trial, SavedCheckpoint saved) =>
        Of(trial).Write(saved.Checkpoint.Step, saved.Measurements, stream => stream.Write(saved.Checkpoint.Content.Span));

    public void Remove(Trial trial) => Of(trial).Delete();

    public IReadOnlyDictionary<int, long> ReadSizes() => _folder.FilesOf(study)
        .ToDictionary(file => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture), file => new FileInfo(file).Length);

    public void RemoveLeftovers() => _folder.RemoveLeftovers(study);

    private CheckpointFile Of(Trial trial) => new(folder, study, space, trial, warn);
}
