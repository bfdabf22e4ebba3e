using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A table in a temporary file is the table in memory.</summary>
public sealed class StreamedTableTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_rows_of_a_file_are_those_of_memory_and_so_is_what_is_fitted_to_them()
    {
        var path = _files.WriteMixed(3000);
        var options = new CsvOptions { Leave = ["day"], Keys = ["customer"], Preprocessing = new() { MissingNumbers = MissingValues.Median } };
        Dataset memory = Dataset.OpenCsv(path, "kind", options), file = Dataset.OpenCsv(path, "kind", options with { MostBytesInMemory = 0 });
        Assert.True(memory.InMemory && !file.InMemory);
        Assert.Equal(TableFiles.Inputs(memory), TableFiles.Inputs(file));
        Assert.Equal(TableFiles.Labels(memory), TableFiles.Labels(file));
        Assert.Equal(KeyReader.Of(memory, "customer").All(), KeyReader.Of(file, "customer").All());

        Preprocessing fitted = Preprocessing.Fit(memory), streamed = Preprocessing.Fit(file);
        Assert.True(fitted.SameAs(streamed));
        Assert.Equal(TableFiles.Inputs(fitted.Apply(memory)), TableFiles.Inputs(fitted.Apply(file)));
        Assert.False(fitted.Apply(file).InMemory);
    }

    [Fact]
    public void Rows_can_be_read_in_any_order()
    {
        var path = _files.WriteMixed(3000);
        Dataset memory = Dataset.OpenCsv(path, "kind"), file = Dataset.OpenCsv(path, "kind", TableFiles.InFile);
        var cursor = file.OpenCursor();
        var random = new RandomNumbers(3, RandomPurpose.Split);
        var at = 0;
        for (var i = 0; i < 3000; i++)
        {
            at = random.NextInt(4) == 0 ? random.NextInt(3000) : (at + 1 + random.NextInt(3)) % 3000;
            cursor.Move(at);
            Assert.Equal(memory.Input(at), cursor.Input);
            Assert.Equal(memory.Label(at), cursor.Label);
        }
    }

    [Fact]
    public void Training_on_a_file_scores_as_training_in_memory_and_the_same_to_the_last_bit_each_time()
    {
        Dataset file = _files.OpenMixed(2000, TableFiles.InFile), validation = _files.OpenMixed(500, TableFiles.InFile, from: 5000);
        var settings = new MlpSettings { Hidden = [8], Epochs = 3, BatchSize = 20, Optimizer = Optimizer.Adam(0.01), Normalization = Normalization.Batch(statistics: BatchStatistics.Exact) };
        TrainingResult first = Trainer.Train(settings, file, validation, cancel: Token), again = Trainer.Train(settings, file, validation, cancel: Token);
        Assert.Equal(first.Final.Validation, again.Final.Validation);
        Assert.InRange(first.ValidationAccuracy, 0.93, 1);
        Assert.Equal(first.Final.Validation, first.Model.Evaluate(validation, Token).Scores);

        var stopped = new TrainingSession(settings, file, validation);
        stopped.RunEpoch(Token);
        using var checkpoint = new MemoryStream();
        stopped.Save(checkpoint);
        checkpoint.Position = 0;
        Assert.Equal(first.Final.Validation, Trainer.Continue(TrainingSession.Load(checkpoint, settings, file, validation), cancel: Token).Final.Validation);
    }

    [Fact]
    public void Numbers_are_predicted_from_a_file_as_well()
    {
        var path = _files.Write("a,b,sum,difference", Enumerable.Range(0, 500).Select(i => $"{i % 20},{i % 7},{i % 20 + i % 7},{i % 20 - i % 7}"));
        var data = Dataset.OpenCsv(path, ["sum", "difference"], TableFiles.InFile);
        var (training, validation, _) = data.Split(0.2, 0, 1);
        var settings = new MlpSettings { Hidden = [], Epochs = 60, BatchSize = 20, Loss = Loss.MeanSquaredError, Optimizer = Optimizer.Adam(0.2) };
        var result = Trainer.Train(settings, training, validation, cancel: Token);
        Assert.InRange(result.Final.Validation.RSquared, 0.999, 1);
        var prediction = result.Model.PredictCsv(path).ElementAt(31);
        Assert.Equal((32, -1, null), (prediction.Row, prediction.Class, prediction.ClassName));
        Assert.Equal([14, 8], prediction.Values.Select(value => Math.Round(value)));
    }

    [Fact]
    public void Inputs_that_are_too_large_for_memory_are_made_when_they_are_read()
    {
        var path = _files.Write("c,d,y", Enumerable.Range(0, 900).Select(i => $"c{i % 90},d{i % 70},{i % 2}"));
        var options = new CsvOptions { MostBytesInMemory = 900 * 12 + 1 };
        Dataset large = Dataset.OpenCsv(path, "y", options), plain = Dataset.OpenCsv(path, "y");
        var (applied, expected) = (Preprocessing.Fit(large).Apply(large), Preprocessing.Fit(plain).Apply(plain));
        Assert.Equal((true, false, true), (large.InMemory, applied.IsArray, expected.IsArray));
        Assert.Equal(TableFiles.Inputs(expected), TableFiles.Inputs(applied));
        var settings = new MlpSettings { Hidden = [3], Epochs = 2 };
        Assert.Equal(Trainer.Train(settings, plain, plain, cancel: Token).Final.Validation, Trainer.Train(settings, large, large, cancel: Token).Final.Validation);
    }

    [Fact]
    public void A_temporary_file_is_gone_with_its_rows_and_takes_no_name_where_that_can_be()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "An open file keeps its name on Windows.");
        var data = _files.OpenMixed(100, TableFiles.InFile);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "hypersearch-*.rows"));
        Assert.Equal(3, data.Input(0).Length);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
