using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Numbers to predict are standardized for training alone.</summary>
public sealed class TargetScaleTests : IDisposable
{
    private static readonly MlpSettings Net = new() { Hidden = [16], Loss = Loss.MeanSquaredError, Optimizer = Optimizer.Adam(0.01), BatchSize = 16, Epochs = 60, Seed = 3 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_standardized_by_the_training_part_alone()
    {
        var (training, other) = (Houses("a", 60, price: i => 200_000 + 3_000 * i), Houses("b", 20, price: _ => 9e9));

        var fitted = Preprocessing.Fit(training);
        var prepared = fitted.Apply(training);

        var scale = Assert.Single(fitted.TargetScales);
        Assert.Equal(200_000 + 3_000 * 29.5, scale.Mean, 1e-6);
        Assert.Equal(0, Enumerable.Range(0, 60).Average(i => prepared.Targets(i)[0]), 1e-6);
        Assert.Equal(1, Enumerable.Range(0, 60).Average(i => prepared.Targets(i)[0] * prepared.Targets(i)[0]), 1e-5);
        Assert.Equal((9e9 - scale.Mean) / scale.Deviation, fitted.Apply(other).Targets(0)[0], 1);
    }

    [Fact]
    public void Predictions_and_errors_are_in_their_own_units_and_large_numbers_are_learned_as_small_ones_are()
    {
        var (large, small) = (Houses("large", 80, i => 200_000 + 3_000 * i), Houses("small", 80, i => (200_000 + 3_000 * i) / 1e5));
        TrainingResult ofLarge = Trainer.Train(Net, large, large), ofSmall = Trainer.Train(Net, small, small);

        var evaluation = ofLarge.Model.Evaluate(large);
        Assert.InRange(ofLarge.Final.Validation.RSquared, 0.98, 1);
        Assert.Equal(ofSmall.Final.Validation.RSquared, ofLarge.Final.Validation.RSquared, 1e-3);
        Assert.Equal(ofLarge.Final.Validation.RSquared, evaluation.Scores.RSquared);
        Assert.Equal(evaluation.Scores.RSquared, evaluation.RSquared, 1e-5);

        float[] values = [.. ofLarge.Model.Predict(large).Select(row => row.Values[0])];
        Assert.Equal(values[7], ofLarge.Model.Predict(new Dictionary<string, string?>(StringComparer.Ordinal) { ["area"] = "7" }).Values[0]);
        Assert.Equal(values.Select((value, i) => Math.Abs(value - (200_000.0 + 3_000 * i))).Average(), evaluation.MeanAbsoluteError, 1.0);
        Assert.Equal(evaluation.MeanSquaredError, ofLarge.Final.ValidationLoss * Math.Pow(ofLarge.Model.Preprocessing!.TargetScales[0].Deviation, 2), evaluation.MeanSquaredError * 1e-3);
    }

    [Fact]
    public void They_stay_as_they_are_where_that_is_asked_for_and_where_they_never_vary()
    {
        var data = Houses("plain", 10, i => i);

        Assert.Empty(Preprocessing.Fit(data, new() { StandardizeTargets = false }).TargetScales);
        Assert.Equal([new TargetScale(5, 1)], Preprocessing.Fit(Houses("same", 10, _ => 5)).TargetScales);
    }

    [Fact]
    public void The_models_file_has_their_scales()
    {
        var data = Houses("saved", 40, i => 1_000 * i);
        var model = Trainer.Train(Net with { Epochs = 2 }, data, data).Model;
        model.Save(_folder.File("model.bin"));

        var loaded = Model.Load(_folder.File("model.bin"));

        Assert.Equal(model.Preprocessing!.TargetScales, loaded.Preprocessing!.TargetScales);
        Assert.Equal(model.Predict(data).Select(row => row.Values[0]), loaded.Predict(data).Select(row => row.Values[0]));
    }

    private Dataset Houses(string name, int rows, Func<int, double> price)
    {
        var path = _folder.File($"{name}.csv");
        File.WriteAllText(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"area,price\n") +
            string.Concat(Enumerable.Range(0, rows).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i},{price(i)}\n"))));
        return Dataset.OpenCsv(path, "price", new() { Target = ColumnKind.Number });
    }
}
