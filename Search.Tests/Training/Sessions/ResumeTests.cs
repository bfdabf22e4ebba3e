using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A checkpoint is continued by the training that saved it, or by none.</summary>
public sealed class ResumeTests
{
    private static readonly MlpSettings Saved = new()
    {
        Hidden = [6],
        Optimizer = Optimizer.Adam(0.01),
        Schedule = Schedule.Step(5).AfterWarmUp(1),
        Epochs = 4,
        BatchSize = 10,
        Seed = 3,
    };

    private static readonly Dataset Training = TestNumbers.Data(40, features: 4, classes: 3), Validation = TestNumbers.Data(20, features: 4, classes: 3, stream: 1);

    public static TheoryData<MlpSettings, string> Others() => new()
    {
        { Saved with { Hidden = [6, 6] }, "Hidden: [6] there, [6,6] here" },
        { Saved with { Convolutions = [new(2, Size: 1)], Image = new(2, 2) }, "Convolutions: [] there, [{" },
        { Saved with { Image = new(1, 4) }, "Image: none there, {" },
        { Saved with { Hidden = [7] }, "Hidden: [6] there, [7] here" },
        { Saved with { Activation = Activation.Tanh }, "Activation: relu there, tanh here" },
        { Saved with { Initialization = Initialization.HeUniform }, "Initialization.Uniform: false there, true here" },
        { Saved with { Normalization = Normalization.Layer() }, "Normalization: none there, group here" },
        { Saved with { Loss = Loss.MeanSquaredError }, "Loss: softmax-cross-entropy there, mean-squared-error here" },
        { Saved with { Optimizer = Optimizer.Adam(0.02) }, "Optimizer.LearningRate: 0.01 there, 0.02 here" },
        { Saved with { Optimizer = Optimizer.Sgd(0.01) }, "Optimizer: adam there, sgd here" },
        { Saved with { Schedule = Schedule.Step(6).AfterWarmUp(1) }, "Schedule.Then.Epochs: 5 there, 6 here" },
        { Saved with { L1 = 0.1 }, "L1: 0 there, 0.1 here" },
        { Saved with { L2 = 0.1 }, "L2: 0 there, 0.1 here" },
        { Saved with { ClipNorm = 2 }, "ClipNorm: none there, 2 here" },
        { Saved with { Dropout = 0.1 }, "Dropout: 0 there, 0.1 here" },
        { Saved with { DropConnect = 0.1 }, "DropConnect: 0 there, 0.1 here" },
        { Saved with { LabelSmoothing = 0.1 }, "LabelSmoothing: 0 there, 0.1 here" },
        { Saved with { Augmentation = new Augmentation(Noise: 0.1) }, "Augmentation: none there, {" },
        { Saved with { EarlyStopping = new EarlyStopping(2) }, "EarlyStopping: none there, {" },
        { Saved with { BatchSize = 11 }, "BatchSize: 10 there, 11 here" },
        { Saved with { TopK = 2 }, "TopK: 1 there, 2 here" },
        { Saved with { Seed = 4 }, "Seed: 3 there, 4 here" },
        { Saved with { Epochs = 1 }, "Epochs: 2 are trained there, 1 are asked for here" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_settings_are_refused_by_name(MlpSettings other, string difference)
    {
        var checkpoint = Checkpoint(Saved, epochs: 2);
        var error = Assert.Throws<InvalidDataException>(() => Continue(checkpoint, other));
        Assert.Contains($" {difference}", error.Message, StringComparison.Ordinal);
        Assert.Contains("the checkpoint: only the same training can be continued", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_among_those_that_are_told_apart() =>
        Assert.Equal(
            typeof(MlpSettings).GetProperties().Select(property => property.Name).Order(),
            Others().Select(row => row.Data.Item2.Split('.', ':')[0]).Distinct().Order());

    [Fact]
    public void Every_difference_is_named_that_there_is()
    {
        var checkpoint = Checkpoint(Saved, epochs: 2);
        var wider = TestNumbers.Data(41, features: 5, classes: 2);
        var error = Assert.Throws<InvalidDataException>(() => Continue(checkpoint, Saved with { Seed = 5, Dropout = 0.5 }, wider, wider));
        Assert.Equal(
            "the checkpoint: only the same training can be continued, but this is the checkpoint of another one. Dropout: 0 there, 0.5 here. Seed: 3 there, 5 here. "
            + "Features: 4 there, 5 here. Outputs: 3 there, 2 here. Training examples: 40 there, 41 here. Validation examples: 20 there, 41 here. "
            + "Train with its settings and data, or anew without it.",
            error.Message);
    }

    [Fact]
    public void Other_data_are_refused_also_without_settings()
    {
        var checkpoint = Checkpoint(Saved, epochs: 2);
        Assert.Contains("Training examples: 40 there, 30 here", Refused(Training.Take(30), Validation), StringComparison.Ordinal);
        Assert.Contains("Validation examples: 20 there, 30 here", Refused(Training, Training.Take(30)), StringComparison.Ordinal);

        string Refused(Dataset training, Dataset validation) =>
            Assert.Throws<InvalidDataException>(() => TrainingSession.Load(new MemoryStream(checkpoint), training, validation)).Message;
    }

    [Fact]
    public void The_same_settings_go_on_to_the_same_bits()
    {
        TrainingResult whole = Trainer.Train(Saved, Training, Validation, cancel: Token), parts = Continue(Checkpoint(Saved, epochs: 2), Saved with { Hidden = [6] });
        Assert.Equal(Figures(whole), Figures(parts));
    }

    [Fact]
    public void More_epochs_go_on_to_the_bits_of_a_training_that_had_them_from_the_beginning()
    {
        var more = Saved with { Epochs = 9 };
        TrainingResult whole = Trainer.Train(more, Training, Validation, cancel: Token), parts = Continue(Checkpoint(Saved, epochs: 4), more);
        Assert.Equal(Figures(whole), Figures(parts));
        Assert.Equal(4, Continue(Checkpoint(Saved, epochs: 4), Saved).Epochs.Count);
        Assert.Equal(3, Continue(Checkpoint(Saved, epochs: 2), Saved with { Epochs = 3 }).Epochs.Count);
    }

    [Fact]
    public void More_epochs_are_refused_where_the_schedule_has_looked_at_how_many_there_are()
    {
        var cosine = Saved with { Schedule = Schedule.Cosine().AfterWarmUp(1) };
        var error = Assert.Throws<InvalidDataException>(() => Continue(Checkpoint(cosine, epochs: 2), cosine with { Epochs = 9 }));
        Assert.Contains(" Epochs: 4 there, 9 here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_told_as_that() =>
        Assert.Throws<ArgumentException>(() => Continue(Checkpoint(Saved, epochs: 2), Saved with { Dropout = 2 }));

    private static byte[] Checkpoint(MlpSettings settings, int epochs)
    {
        var session = new TrainingSession(settings, Training, Validation);
        for (var epoch = 0; epoch < epochs; epoch++)
            session.RunEpoch(Token);
        using var target = new MemoryStream();
        session.Save(target);
        return target.ToArray();
    }

    private static TrainingResult Continue(byte[] checkpoint, MlpSettings settings, Dataset? training = null, Dataset? validation = null) =>
        Trainer.Train(settings, training ?? Training, validation ?? Validation, _ => true, new Checkpointing(new MemoryStream(checkpoint), (_, _) => { }), Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IEnumerable<(Scores, Scores, double)> Figures(TrainingResult result) =>
        result.Epochs.Select(epoch => (epoch.Training, epoch.Validation, epoch.LearningRate));
}
