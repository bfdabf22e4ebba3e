using Search.Core;
using Search.Runner;
using Search.Training;

namespace Search.Tests;

public sealed class CheckpointTests : IDisposable
{
    private const int Epochs = 6;
    private static readonly Dataset All = Dataset.Open("digits", 300);
    private static readonly SearchSpace _line = new(new FloatParameter("x", 0, 1));
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
        var file = new CheckpointFile(_folder.File("checkpoints"), "study", _line, new(0, TrialState.Running, new Point([0.5])));
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
        new CheckpointFile(_folder.File("checkpoints"), "study", _line, trial).Write(1, [], stream => stream.WriteByte(1));

        Assert.Null(new CheckpointFile(_folder.File("checkpoints"), "study", _line, trial with { Point = new([0.25]) }).Read());
    }

    [Fact]
    public void A_checkpoint_is_taken_up_also_in_a_wider_space()
    {
        var trial = new Trial(0, TrialState.Running, _line.Complete([0.123456789012345]));
        new CheckpointFile(_folder.File("checkpoints"), "study", _line, trial).Write(1, [], stream => stream.WriteByte(1));
        var wide = new SearchSpace(new ChoiceParameter<int>("new", [1, 2]), new FloatParameter("x", -1000, 1));
        var point = wide.PointOf(_line.ValuesOf(trial.Point));

        Assert.NotNull(new CheckpointFile(_folder.File("checkpoints"), "study", wide, trial with { Point = point, Values = wide.Beyond(point, _line.ValuesOf(trial.Point)) }).Read());
    }

    private async Task<((byte[] Weights, int TrainedEpochs) Training, IStudyRecord Record)> TrainAsync(MemoryStudyStore store, int? interruptAfter)
    {
        var (training, validation, _) = All.Split(0.2, 0, 1);
        using var interrupt = new CancellationTokenSource();
        byte[] weights = [];
        var epochs = 0;
        var study = Studies.Create((_, trial, cancel) =>
        {
            var settings = new MlpSettings { Hidden = [16], Optimizer = Optimizer.Adam(0.01), Dropout = 0.2, Epochs = Epochs, Seed = trial.Seed };
            var session = trial.Checkpoint is { } checkpoint
                ? TrainingSession.Load(checkpoint.OpenRead(), training, validation)
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
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, CheckpointFolder = _folder.File("checkpoints") }).RunAsync(interrupt.Token);
        return ((weights, epochs), record);
    }
}
