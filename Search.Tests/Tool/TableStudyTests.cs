using System.Globalization;
using HyperSearch;
using HyperSearch.Training;

namespace Search.Tests;

/// <summary>From a person's table to predictions: the study that <c>new --csv</c> writes, its best model, and what <c>predict</c> says by it.</summary>
public sealed class TableStudyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("two classes")]
    [InlineData("four classes")]
    [InlineData("a number")]
    public async Task Its_best_net_beats_a_linear_model_and_predicts_what_is_on_record(string kind)
    {
        var table = TableExample.Of(kind);
        var (csv, file, store, model, held) = (_folder.File("table.csv"), _folder.File("table.cs"), _folder.File("studies.db"), _folder.File("model.bin"), _folder.File("held.csv"));
        table.Write(csv);

        var written = await ToolRun.OfAsync("new", "table", "--csv", csv, "--target", table.Target, "--output", file);
        var run = await ToolRun.OfStudyFileAsync(file, "run", "--trials", "10", "--store", store);

        Assert.True(written.ExitCode == 0, written.Error);
        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        await using var study = await RecordedStudy.OpenAsync(store, "table");
        var best = study.Best;
        var isClass = kind != "a number";
        var data = Dataset.OpenCsv(csv, table.Target, new() { Leave = [LeftOut(csv)] });
        Assert.True(best.Value > LinearScore(data, isClass), $"{best.Value}");

        await using (var artifact = await best.OpenArtifactAsync("model"))
        {
            await using var saved = File.Create(model);
            await artifact.CopyToAsync(saved, TestContext.Current.CancellationToken);
        }
        table.Write(held, table.Split(data).Validation);
        var predicted = await ToolRun.OfAsync("predict", model, held, "--id", LeftOut(csv), "--output", _folder.File("predictions.csv"));

        Assert.True(predicted.ExitCode == 0, predicted.Error);
        Assert.Contains($": {(isClass ? "accuracy" : "R2")} {best.Value!.Value.ToString(CultureInfo.InvariantCulture)}, loss ", predicted.Error, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(_folder.File("predictions.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith($"{LeftOut(csv)},{table.Target}", lines[0], StringComparison.Ordinal);
        Assert.Equal(table.Split(data).Validation.Select(row => $"c{row}"), lines.Skip(1).Select(line => line.Split(',')[0]));
    }

    // The best of a few rates, on the same parts.
    private static double LinearScore(Dataset data, bool isClass)
    {
        var (training, validation, _) = data.Split(0.2, 0.2, seed: 0);
        return new[] { 0.001, 0.01, 0.1 }.Max(rate =>
        {
            var net = new MlpSettings
            {
                Hidden = [],
                Loss = isClass ? Loss.SoftmaxCrossEntropy : Loss.MeanSquaredError,
                Optimizer = Optimizer.Adam(rate),
                BatchSize = 32,
                Epochs = 60,
                EarlyStopping = new(10),
            };
            var scores = Trainer.Train(net, training, validation, cancel: TestContext.Current.CancellationToken).Final.Validation;
            return isClass ? scores.Accuracy : scores.RSquared;
        });
    }

    private static string LeftOut(string csv) => File.ReadLines(csv).First().Split(',')[0];
}
