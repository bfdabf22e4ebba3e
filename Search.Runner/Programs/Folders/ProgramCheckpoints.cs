namespace HyperSearch.Runner;

/// <summary>
/// The files that a program leaves in its checkpoint folder, as the checkpoint of its trial. They are saved when they have changed
/// and have been at rest for a moment, so that no file is saved while it is written. Used by one thread.
/// </summary>
/// <param name="folder">The checkpoint folder.</param>
/// <param name="archive">Where an archive of it is made.</param>
/// <param name="trial">The trial.</param>
/// <param name="mostBytes">So many bytes at most.</param>
internal sealed class ProgramCheckpoints(string folder, string archive, ITrial trial, long mostBytes)
{
    // Saving takes a tenth of the time at most.
    private const int Pause = 10;

    private readonly TimeProvider _clock = TimeProvider.System;
    private string _saved = "";
    private string _seen = "";
    private TimeSpan _pause;
    private long _lastSaved;
    private bool _isTold;

    /// <summary>Puts back what an attempt before this one has left.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public void Restore()
    {
        if (trial.Checkpoint is not { } checkpoint)
            return;
        using var content = checkpoint.OpenRead();
        CheckpointArchive.Extract(content, folder, mostBytes);
        _saved = _seen = FolderState.Of(folder);
    }

    /// <summary>Saves the files if they have changed, and have not changed since the last look.</summary>
    /// <param name="step">How far the trial is; null where it has not reported anything.</param>
    public void Look(int? step) => Try(() =>
    {
        if (_pause > TimeSpan.Zero && _clock.GetElapsedTime(_lastSaved) < _pause)
            return;
        var state = FolderState.Of(folder);
        if (state == _seen)
            Save(state, step);
        _seen = state;
    });

    /// <summary>Saves the files after the end of the program, unless it may have been killed while it wrote them.</summary>
    /// <param name="step">How far the trial is; null where it has not reported anything.</param>
    /// <param name="hasEndedItself">Whether the program was not killed.</param>
    public void SaveLast(int? step, bool hasEndedItself) => Try(() =>
    {
        var state = FolderState.Of(folder);
        if (hasEndedItself || state == _seen)
            Save(state, step);
    });

    private void Save(string state, int? step)
    {
        if (state == _saved || state.Length == 0)
            return;
        var began = _clock.GetTimestamp();
        using (var stream = new FileStream(archive, FileMode.Create, FileAccess.ReadWrite))
        {
            CheckpointArchive.Write(folder, stream, mostBytes);
            if (FolderState.Of(folder) != state)
                return;
            stream.Position = 0;
            trial.SaveCheckpoint(step ?? 0, stream);
        }
        File.Delete(archive);
        (_saved, _lastSaved, _pause) = (state, _clock.GetTimestamp(), Pause * _clock.GetElapsedTime(began));
    }

    // What the program does to its folder at the same time is no fault of the trial.
    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isTold)
                trial.Note($"The files in the checkpoint folder could not be saved: {SafeText.Line(exception.Message)}");
            _isTold = true;
        }
    }
}
