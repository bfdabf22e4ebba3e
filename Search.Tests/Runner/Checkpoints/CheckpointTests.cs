using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class CheckpointTests : IDisposable
{
    private const int Epochs = 6;
    private static readonly Dataset All = Dataset.Open("digits", 300);
    private static readonly SearchSpace Line = new(new FloatParameter("x", 0, 1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_interrupted_trial_ends_with_the_same_weights_as_one_that_ran_through()
    {
        await using var unbroken = new MemoryStudyStore();
        await using var broken = new MemoryStudyStore();
        var (through, _) = await TrainAsync(unbroken, interruptAfter: null);
        await TrainAsync(broken, interruptAfter: 3);

        var (resumed, record) = await TrainAsync(broken, interruptAfter: null);

        Assert.Equal(3, resumed.TrainedEpochs);
        Assert.Equal(through.Weights, resumed.Weights);
        var trial = Assert.Single(await record.ReadAsync());
        Assert.Equal(Enumerable.Range(1, Epochs), trial.Measurements.Select(m => m.Step));
        Assert.Empty(Directory.GetFiles(_folder.File("checkpoints"), "*.checkpoint*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_checkpoint_before()
    {
        var file = new CheckpointFile(_folder.File("checkpoints"), "study", Line, new(0, TrialState.Running, new Point([0.5])));
        file.Write(1, [new(1, 0.25)], stream => stream.Write([1, 2, 3]));

        Assert.Throws<IOException>(() => file.Write(2, [], stream =>
        {
            stream.WriteByte(9);
            throw new IOException("disk full");
        }));

        var (checkpoint, measurements) = file.Read()!.Value;
        Assert.Equal(1, checkpoint.Step);
        Assert.Equal([1, 2, 3], checkpoint.Content.ToArray());
        Assert.Equal([new Measurement(1, 0.25)], measurements);
        Assert.Single(Directory.GetFiles(_folder.File("checkpoints"), "*.checkpoint*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_is_left_from_another_point_is_not_taken_up()
    {
        var trial = new Trial(0, TrialState.Running, new Point([0.5]));
        new CheckpointFile(_folder.File("checkpoints"), "study", Line, trial).Write(1, [], stream => stream.WriteByte(1));

        Assert.Null(new CheckpointFile(_folder.File("checkpoints"), "study", Line, trial with { Point = new([0.25]) }).Read());
    }

    [Fact]
    public void A_checkpoint_is_taken_up_also_in_a_wider_space()
    {
        var trial = new Trial(0, TrialState.Running, Line.Complete([0.123456789012345]));
        new CheckpointFile(_folder.File("checkpoints"), "study", Line, trial).Write(1, [], stream => stream.WriteByte(1));
        var wide = new SearchSpace(new ChoiceParameter<int>("new", [1, 2]), new FloatParameter("x", -1000, 1));
        var point = wide.PointOf(Line.ValuesOf(trial.Point));

        Assert.NotNull(new CheckpointFile(_folder.File("checkpoints"), "study", wide, trial with { Point = point, Values = wide.ValuesMoreExactThan(point, Line.ValuesOf(trial.Point)) }).Read());
    }

    [Fact]
    public async Task A_trial_that_cannot_go_on_from_its_checkpoint_starts_anew_with_a_warning()
    {
        await using var unbroken = new MemoryStudyStore();
        await using var broken = new MemoryStudyStore();
        var (through, _) = await TrainAsync(unbroken, interruptAfter: null, hidden: 8);
        await TrainAsync(broken, interruptAfter: 3, hidden: 16);
        var messages = new List<string>();

        var (resumed, record) = await TrainAsync(broken, interruptAfter: null, hidden: 8, messages);

        Assert.Equal(Epochs, resumed.TrainedEpochs);
        Assert.Equal(through.Weights, resumed.Weights);
        var trial = Assert.Single(await record.ReadAsync());
        Assert.Equal(TrialState.Complete, trial.State);
        Assert.Equal(Enumerable.Range(1, Epochs), trial.Measurements.Select(m => m.Step));
        Assert.Equal(
            "Trial 0 cannot go on from its checkpoint and starts anew: the checkpoint: only the same training can be continued, but this is the checkpoint of another one. "
            + "Hidden: [16] there, [8] here. Train with its settings and data, or anew without it.",
            Assert.Single(messages));
    }

    [Fact]
    public async Task A_trial_that_fails_after_it_went_on_from_its_checkpoint_fails()
    {
        await using var store = new MemoryStudyStore();
        using var interrupt = new CancellationTokenSource();
        var calls = 0;
        var study = Studies.Create(
            (_, trial, cancel) =>
            {
                calls++;
                trial.Report((trial.Checkpoint?.Step ?? 0) + 1, 0.5);
                if (trial.Checkpoint is not null)
                    throw new InvalidDataException("The data are damaged.");
                trial.SaveCheckpoint(1, stream => stream.WriteByte(1));
                interrupt.Cancel();
                cancel.ThrowIfCancellationRequested();
                return 1;
            },
            trials: 1);
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        RunOptions options = new() { Workers = 1, CheckpointFolder = _folder.File("checkpoints") };
        await new StudyRunner(study, study.TraceSpace(), record, options).RunAsync(interrupt.Token);

        await new StudyRunner(study, study.TraceSpace(), record, options).RunAsync();

        Assert.Equal(TrialState.Failed, Assert.Single(await record.ReadAsync()).State);
        Assert.Equal(2, calls);
    }

    private async Task<((byte[] Weights, int TrainedEpochs) Training, IStudyRecord Record)> TrainAsync(
        MemoryStudyStore store, int? interruptAfter, int hidden = 16, List<string>? messages = null)
    {
        var (training, validation, _) = All.Split(0.2, 0, 1);
        using var interrupt = new CancellationTokenSource();
        byte[] weights = [];
        var epochs = 0;
        var study = Studies.Create((_, trial, cancel) =>
        {
            var settings = new MlpSettings { Hidden = [hidden], Optimizer = Optimizer.Adam(0.01), Dropout = 0.2, Epochs = Epochs, Seed = trial.Seed };
            var session = trial.Checkpoint is { } checkpoint
                ? TrainingSession.Load(checkpoint.OpenRead(), settings, training, validation)
                : new TrainingSession(settings, training, validation);
            var result = Trainer.Continue(session, epoch =>
            {
                epochs++;
                trial.Report(epoch.Epoch, epoch.ValidationAccuracy);
                trial.SaveCheckpoint(epoch.Epoch, session.Save);
                if (epoch.Epoch == interruptAfter)
                    interrupt.Cancel();
                return true;
            }, cancel);
            result.Model.Save(_folder.File("model"));
            weights = File.ReadAllBytes(_folder.File("model"));
            return result.ValidationAccuracy;
        }, trials: 1);
        var record = await store.OpenAsync(Studies.Define(study), CancellationToken.None);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, CheckpointFolder = _folder.File("checkpoints") });
        await runner.RunAsync(interrupt.Token);
        messages?.AddRange(runner.Monitor.Snapshot().Warnings);
        return ((weights, epochs), record);
    }
}
