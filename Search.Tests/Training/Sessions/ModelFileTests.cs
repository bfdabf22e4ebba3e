using System.Text;
using System.Text.Json;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class ModelFileTests : IDisposable
{
    private static readonly (Dataset Training, Dataset Validation, Dataset) Digits = Dataset.Open("digits", 300).Split(0.2, 0, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Nets() => [.. Settings().Keys];

    [Theory]
    [MemberData(nameof(Nets))]
    public void Training_continued_from_a_checkpoint_is_training_that_never_stopped_to_the_last_bit(string net)
    {
        var settings = Settings()[net];
        var whole = Trainer.Train(settings, Digits.Training, Digits.Validation, cancel: Token);

        var session = new TrainingSession(settings, Digits.Training, Digits.Validation);
        var path = Path.Combine(_folder, "checkpoint");
        while (!session.Finished)
        {
            session.RunEpoch(Token);
            session.Save(path);
            session = TrainingSession.Load(path, Digits.Training, Digits.Validation);
        }
        var parts = Trainer.Continue(session, cancel: Token);
        Assert.Equal(Figures(whole), Figures(parts));
        Assert.Equal(whole.Final.Epoch, parts.Final.Epoch);
        Assert.Equal(whole.Model.Predict(Digits.Validation.Input(0)), parts.Model.Predict(Digits.Validation.Input(0)));
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_model_read_back_predicts_the_same_bits(string net)
    {
        var model = Trainer.Train(Settings()[net], Digits.Training, Digits.Validation, cancel: Token).Model;
        var path = Path.Combine(_folder, "model");
        model.Save(path);
        var read = Model.Load(path);
        for (var i = 0; i < 5; i++)
            Assert.Equal(model.Predict(Digits.Validation.Input(i)), read.Predict(Digits.Validation.Input(i)));
        Assert.Equal(model.Evaluate(Digits.Validation, Token).Scores, read.Evaluate(Digits.Validation, Token).Scores);
        Assert.Equal(model.Settings.Optimizer, read.Settings.Optimizer);
        Assert.Equal(model.Settings.Hidden, read.Settings.Hidden);
        Assert.Equal(["model"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_its_name()
    {
        var path = Path.Combine(_folder, "model");
        Trainer.Train(new MlpSettings { Hidden = [3], Epochs = 1 }, Digits.Training, Digits.Validation, cancel: Token).Model.Save(path);
        var good = File.ReadAllBytes(path);
        byte[][] bad = [[], good[..10], good[..^1], [.. good, 0], [.. good[..^50], 77, .. good[^49..]], [.. "nonsense"u8.ToArray(), .. good[8..]]];
        foreach (var content in bad)
        {
            File.WriteAllBytes(path, content);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Model.Load(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_is_no_checkpoint_and_a_checkpoint_wants_its_own_data()
    {
        var session = new TrainingSession(new MlpSettings { Hidden = [3] }, Digits.Training, Digits.Validation);
        var path = Path.Combine(_folder, "file");
        session.Save(path);
        var other = TestNumbers.Data(20, features: 5, classes: 10);
        Assert.Throws<InvalidDataException>(() => TrainingSession.Load(path, other, other));
        session.Model.Save(path);
        Assert.Contains("without the state", Assert.Throws<InvalidDataException>(() => TrainingSession.Load(path, Digits.Training, Digits.Validation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_from_before_there_were_convolutions_is_that_of_a_net_without_them()
    {
        var model = new TrainingSession(new MlpSettings { Hidden = [3] }, Digits.Training, Digits.Validation).Model;
        var header = JsonSerializer.SerializeToNode(new ModelHeader(model.Settings, model.Features, model.Outputs, model.HasLabels, model.ClassNames, Session: null), ModelHeader.Json)!;
        foreach (var name in (string[])["Convolutions", "Image", "DropConnect"])
            Assert.True(header["Settings"]!.AsObject().Remove(name));
        var read = ModelHeader.Read(Encoding.UTF8.GetBytes(header.ToJsonString())).Settings;
        Assert.Equal((0, null, 0.0), (read.Convolutions.Count, read.Image, read.DropConnect));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Everything that could tell the two trainings apart, times left out.</summary>
    private static IEnumerable<(Scores, Scores, double)> Figures(TrainingResult result) =>
        result.Epochs.Select(epoch => (epoch.Training, epoch.Validation, epoch.LearningRate));

    private static Dictionary<string, MlpSettings> Settings() => new()
    {
        ["plain"] = new() { Hidden = [12, 9], Epochs = 4, BatchSize = 50 },
        ["everything"] = new()
        {
            Hidden = [12, 9],
            Epochs = 6,
            BatchSize = 50,
            Activation = Activation.PRelu(),
            Normalization = Normalization.Batch(),
            Dropout = 0.2,
            Optimizer = Optimizer.NAdam(0.01),
            Schedule = Schedule.ReduceOnPlateau(0.3, 1).AfterWarmUp(1.5),
            L1 = 1e-5,
            L2 = 1e-4,
            ClipNorm = 1,
            LabelSmoothing = 0.1,
            Augmentation = new Augmentation(5, 1, 0, 0.05),
            EarlyStopping = new EarlyStopping(2),
            Seed = 9,
        },
        ["weight normalization"] = new()
        {
            Hidden = [40],
            Epochs = 3,
            BatchSize = 50,
            Activation = Activation.Elu(),
            Normalization = Normalization.Weight,
            Optimizer = Optimizer.AdaDelta(),
            Loss = Loss.SigmoidCrossEntropy,
            Initialization = Initialization.Normal(0.1),
            Schedule = Schedule.Cosine(),
        },
        ["convolutions"] = new()
        {
            Convolutions = [new(3, Size: 5, Stride: 2, Pool: Pooling.Max(2)), new(4, Padding: 1, Pool: Pooling.Average(3))],
            Hidden = [12],
            Epochs = 3,
            BatchSize = 50,
            Normalization = Normalization.Batch(statistics: BatchStatistics.Exact),
            Initialization = Initialization.UniformFanIn,
            DropConnect = 0.2,
            Optimizer = Optimizer.Adam(),
            Augmentation = new Augmentation(Shift: 1),
        },
        ["a row joined to the last mini-batch"] = new() { Hidden = [12], Epochs = 3, BatchSize = 239, Normalization = Normalization.Batch(), Optimizer = Optimizer.Momentum(0.1), Dropout = 0.1 },
        ["early stopping"] = new()
        {
            Hidden = [12],
            Epochs = 40,
            BatchSize = 10,
            Normalization = Normalization.Group(3),
            Optimizer = Optimizer.Momentum(0.3),
            EarlyStopping = new EarlyStopping(3),
        },
    };
}
