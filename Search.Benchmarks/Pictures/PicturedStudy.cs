using HyperSearch;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>The study that pictures are made of: a small net for digits that the program draws.</summary>
internal static class PicturedStudy
{
    private const int Images = 1000, Epochs = 12;

    private static readonly Lazy<(Dataset Train, Dataset Validation, Dataset Test)> Digits = new(() => Dataset.Open("digits", count: Images).Split(validation: 0.2, test: 0, seed: 0));

    public static Study Create(int trials) => new Study<MlpSettings>("digits")
    {
        Goal = Goal.Maximize("accuracy"),
        Space = suggest => new()
        {
            Hidden = [.. Enumerable.Repeat(suggest.LogInt("units", 8, 128), suggest.Int("layers", 1, 3))],
            Activation = suggest.Choice("activation", "relu", "tanh") == "relu" ? Activation.Relu : Activation.Tanh,
            Optimizer = Optimizer.Adam(suggest.LogUniform("lr", 1e-5, 1e-1)),
            Dropout = suggest.Uniform("dropout", 0, 0.5),
        },
        Objective = (settings, trial, cancel) => Trainer.Train(
            settings with { Epochs = Epochs, Seed = trial.Seed },
            Digits.Value.Train,
            Digits.Value.Validation,
            epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy),
            cancel: cancel).ValidationAccuracy,
        LearnFrom = Earlier.None,
        Budget = new(Trials: trials),
        Seed = 1,
    };
}
