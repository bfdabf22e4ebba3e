using HyperSearch.Training;

namespace Search.Tests;

/// <summary><c>predict</c>: a row for each row, under the columns that are wanted.</summary>
public sealed class PredictCommandTests : IDisposable
{
    private static readonly MlpSettings Net = new() { Hidden = [8], Epochs = 3, BatchSize = 16, Optimizer = Optimizer.Adam(0.01) };

    private readonly TemporaryFolder _folder = new();
    private readonly string _table, _model;

    public PredictCommandTests()
    {
        (_table, _model) = (_folder.File("table.csv"), _folder.File("model.bin"));
        File.WriteAllText(_table, "id,colour,size,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"r{i},{(i % 3 == 0 ? "red" : "blue")},{i % 10},{(i % 2 == 0 ? "cat" : "dog")}\n")));
        var data = Dataset.OpenCsv(_table, "kind", new() { Leave = ["id"] });
        Trainer.Train(Net, data, data).Model.Save(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("id,kind,probability of cat,probability of dog", "--id", "id")]
    [InlineData("kind,probability of cat,probability of dog")]
    [InlineData("id,kind", "--id", "id", "--write", "label")]
    [InlineData("cat,dog", "--write", "probabilities")]
    [InlineData("id,kind", "--id", "id", "--probability-of", "dog")]
    public async Task The_columns_are_those_that_are_wanted(string header, params string[] options)
    {
        var run = await ToolRun.OfAsync(["predict", _model, _table, .. options]);

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Out.Split("\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(header, lines[0]);
        Assert.Equal(61, lines.Length);
        Assert.All(lines, line => Assert.Equal(header.Split(',').Length, line.Split(',').Length));
    }

    [Fact]
    public async Task Columns_are_found_by_name_and_others_need_not_be_there()
    {
        var other = _folder.File("other.csv");
        await File.WriteAllLinesAsync(other, ["more;size;colour", "\"a;b\";3;red", ";;green"], TestContext.Current.CancellationToken);

        var run = await ToolRun.OfAsync("predict", _model, other, "--write", "label");

        Assert.Equal((0, "Predicted 2 rows.\n"), (run.ExitCode, run.Error));
        Assert.All(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1), line => Assert.True(line is "cat" or "dog"));
    }

    [Theory]
    [InlineData("id,size\n1,2\n", "there is no column \"colour\"")]
    [InlineData("colour,size\nred,large\n", "line 2, column \"size\": \"large\" is no finite number")]
    [InlineData("colour,size,kind\nred,1,\u001b[2Jcow\n", "is none of the classes that were trained on")]
    public async Task Data_that_cannot_be_read_are_told_where_and_nothing_is_written(string text, string message)
    {
        var (data, predictions) = (_folder.File("bad.csv"), _folder.File("predictions.csv"));
        await File.WriteAllTextAsync(data, text, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(predictions, "before", TestContext.Current.CancellationToken);

        var run = await ToolRun.OfAsync("predict", _model, data, "-o", predictions);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
        if (!message.Contains("classes", StringComparison.Ordinal))
            Assert.Equal("before", await File.ReadAllTextAsync(predictions, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_class_or_an_id_that_is_not_there_is_told_with_those_that_are()
    {
        var noClass = await ToolRun.OfAsync("predict", _model, _table, "--probability-of", "cow");
        var noId = await ToolRun.OfAsync("predict", _model, _table, "--id", "name");
        var both = await ToolRun.OfAsync("predict", _model, _table, "--probability-of", "cat", "--write", "label");

        Assert.Equal((1, "", "The model knows no class 'cow'. It knows 'cat', 'dog'.\n"), (noClass.ExitCode, noClass.Out, noClass.Error));
        Assert.Equal((1, ""), (noId.ExitCode, noId.Out));
        Assert.Contains("there is no column \"name\"", noId.Error, StringComparison.Ordinal);
        Assert.Equal(2, both.ExitCode);
    }

    [Fact]
    public async Task A_model_of_numbers_predicts_them_in_their_own_units()
    {
        var (table, model) = (_folder.File("houses.csv"), _folder.File("houses.bin"));
        await File.WriteAllTextAsync(table, "area,price\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i},{200_000 + 1_000 * i}\n")), TestContext.Current.CancellationToken);
        var data = Dataset.OpenCsv(table, "price");
        Trainer.Train(Net with { Loss = Loss.MeanSquaredError, Epochs = 100 }, data, data, cancel: TestContext.Current.CancellationToken).Model.Save(model);

        var run = await ToolRun.OfAsync("predict", model, table);
        var classes = await ToolRun.OfAsync("predict", model, table, "--write", "label");

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("price", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(line, System.Globalization.CultureInfo.InvariantCulture), 180_000, 300_000));
        Assert.Contains("R2 0.9", run.Error, StringComparison.Ordinal);
        Assert.Equal((1, "This model predicts numbers, which have no classes: leave --write and --probability-of out.\n"), (classes.ExitCode, classes.Error));
    }

    [Fact]
    public async Task A_model_that_knows_no_columns_and_a_file_that_is_no_model_are_told_apart()
    {
        var plain = _folder.File("plain.bin");
        Trainer.Train(Net, TestNumbers.Data(20, features: 2, classes: 2), TestNumbers.Data(20, features: 2, classes: 2), cancel: TestContext.Current.CancellationToken).Model.Save(plain);

        Assert.Contains("it does not know which columns to read", (await ToolRun.OfAsync("predict", plain, _table)).Error, StringComparison.Ordinal);
        Assert.Contains("this is no model file", (await ToolRun.OfAsync("predict", _table, _table)).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await ToolRun.OfAsync("predict", _folder.File("none.bin"), _table)).ExitCode);
    }
}
