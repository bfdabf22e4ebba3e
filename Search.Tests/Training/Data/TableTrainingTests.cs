using HyperSearch.Training;

namespace Search.Tests;

/// <summary>From a table to predictions.</summary>
public sealed class TableTrainingTests : IDisposable
{
    private static readonly MlpSettings Settings = new() { Hidden = [8], Epochs = 30, BatchSize = 16, Optimizer = Optimizer.Adam(0.02) };
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-table-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_file_predicts_rows_as_they_come_and_scores_them_as_training_did()
    {
        var training = Dataset.OpenCsv(Write("training", Rows(0, 200)), "bought", new() { Leave = ["id"] });
        var validation = Dataset.OpenCsv(Write("validation", Rows(200, 80)), "bought", new() { Leave = ["id"] });
        var result = Trainer.Train(Settings, training, validation, cancel: Token);
        Assert.InRange(result.ValidationAccuracy, 0.95, 1);

        var place = Path.Combine(_folder, "model.bin");
        result.Model.Save(place);
        var model = Model.Load(place);
        // Another order of the columns, one more of them, other classes first, and other categories too.
        var path = Write("later", Rows(200, 80).Select(row => (string[])[row[3], "x", row[4], row[2], row[1], row[0]]), "bought,more,id,colour,size,age".Split(','));
        Assert.Equal(result.Final.Validation, model.Evaluate(model.OpenCsv(path), Token).Scores);
        Assert.Equal(result.Final.Validation, model.Evaluate(validation, Token).Scores);

        RowPrediction[] predictions = [.. model.PredictCsv(path, id: "id")];
        Assert.Equal(Enumerable.Range(200, 80).Select(row => $"r{row}"), predictions.Select(row => row.Id));
        Assert.Equal(Enumerable.Range(1, 80), predictions.Select(row => (int)row.Row));
        var hits = predictions.Zip(Rows(200, 80)).Count(pair => pair.First.ClassName == pair.Second[3]);
        Assert.Equal(result.ValidationAccuracy, hits / 80.0);
        Assert.Equal(predictions.Select(row => row.Values), model.Predict(validation).Select(row => row.Values));
        Assert.All(predictions, row => Assert.Equal(1, row.Values.Sum(), 1e-6));
        var one = model.Predict(new Dictionary<string, string?> { ["age"] = "", ["colour"] = " red", ["size"] = "NA" });
        Assert.Equal(predictions.Length, predictions.Count(row => row.Values.Count == one.Values.Count));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(37, false)]
    [InlineData(1, false)]
    [InlineData(50, true)]
    public void Scores_are_those_on_record_however_many_rows_were_trained_on_at_once(int batchSize, bool all)
    {
        Dataset training = Dataset.OpenCsv(Write("training", Rows(0, 90)), "bought", new() { Leave = ["id"] }), validation = Dataset.OpenCsv(Write("validation", Rows(200, 230)), "bought", new() { Leave = ["id"] });
        foreach (var loss in (Loss[])[Loss.SoftmaxCrossEntropy, Loss.SigmoidCrossEntropy, Loss.MeanSquaredError])
        {
            var settings = Settings with { Epochs = 2, BatchSize = batchSize, Loss = loss, Optimizer = all ? Optimizer.GradientDescent(0.1) : Optimizer.Adam(0.01), Normalization = batchSize == 1 ? Normalization.None : Normalization.Batch() };
            var result = Trainer.Train(settings, training, validation, cancel: Token);
            var place = Path.Combine(_folder, "model.bin");
            result.Model.Save(place);
            var model = Model.Load(place);
            Assert.Equal(result.Final.Validation, model.Evaluate(model.OpenCsv(Path.Combine(_folder, "validation.csv")), Token).Scores);
            Assert.Equal(model.PredictCsv(Path.Combine(_folder, "validation.csv")).Select(row => row.Values), model.Predict(validation).Select(row => row.Values));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>age, size, colour, bought, id: who is old or likes red buys; some ages and colours are missing.</summary>
    private static IEnumerable<string[]> Rows(int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            var age = i * 37 % 80;
            var colour = (string[])["red", "green", "blue", ""];
            var own = colour[i * 7 % 4];
            yield return [i % 11 == 0 ? "NA" : $"{age}", $"{i % 3}", own, (i % 11 != 0 && age >= 40) || own == "red" ? "yes" : "no", $"r{i}"];
        }
    }

    private string Write(string name, IEnumerable<string[]> rows, string[]? header = null)
    {
        var path = Path.Combine(_folder, $"{name}.csv");
        File.WriteAllLines(path, [string.Join(',', header ?? ["age", "size", "colour", "bought", "id"]), .. rows.Select(row => string.Join(',', row))]);
        return path;
    }
}
