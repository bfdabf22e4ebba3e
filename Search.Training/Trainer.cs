using System.Diagnostics;

namespace HyperSearch.Training;

/// <summary>
/// Trains multilayer perceptrons on the processor: one training on one thread, as many side by side as there are
/// threads. The same settings and data give the same result to the last bit on the same instruction set. A training whose
/// weights are no finite numbers any more ends there, with the worst scores (<see cref="TrainingResult.Diverged"/>).
/// </summary>
public static class Trainer
{
    /// <param name="onEpoch">Called after each epoch; false ends the training there.</param>
    /// <param name="cancel">Looked at before every mini-batch.</param>
    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainingResult Train(
        MlpSettings settings,
        Dataset training,
        Dataset validation,
        Func<EpochReport, bool>? onEpoch = null,
        CancellationToken cancel = default) =>
        Continue(new TrainingSession(settings, training, validation), onEpoch, cancel);

    /// <summary>The same with checkpoints: training that was cancelled, or told to end, goes on to the same bits as if it had not been.
    /// A training that diverged saves none.</summary>
    /// <param name="onEpoch">Called after each epoch; false ends the training there, with a checkpoint.</param>
    /// <param name="checkpoints">Where to go on from, and where to save.</param>
    /// <param name="cancel">Looked at before every mini-batch.</param>
    /// <exception cref="ArgumentException">Settings or data make no sense; the message says which.</exception>
    /// <exception cref="InvalidDataException">What was saved is no checkpoint, or damaged, or of another training: see
    /// <see cref="TrainingSession.Load(Stream, MlpSettings, Dataset, Dataset)"/>.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainingResult Train(
        MlpSettings settings,
        Dataset training,
        Dataset validation,
        Func<EpochReport, bool> onEpoch,
        Checkpointing checkpoints,
        CancellationToken cancel = default)
    {
        using var saved = checkpoints.Saved;
        var session = saved is null
            ? new TrainingSession(settings, training, validation)
            : TrainingSession.Load(saved, settings, training, validation);
        var last = Stopwatch.GetTimestamp();
        return Continue(session, epoch =>
        {
            var goesOn = onEpoch(epoch);
            if (session.Diverged || (goesOn && (session.Finished || Stopwatch.GetElapsedTime(last) < checkpoints.Interval)))
                return goesOn;
            checkpoints.Save(epoch.Epoch, session.Save);
            last = Stopwatch.GetTimestamp();
            return goesOn;
        }, cancel);
    }

    /// <summary>Trains what is left of a session: a new one, or one loaded from a checkpoint.</summary>
    public static TrainingResult Continue(TrainingSession session, Func<EpochReport, bool>? onEpoch = null, CancellationToken cancel = default)
    {
        while (!session.Finished)
        {
            var report = session.RunEpoch(cancel);
            if (onEpoch?.Invoke(report) == false)
                break;
        }
        return session.Finish();
    }
}
