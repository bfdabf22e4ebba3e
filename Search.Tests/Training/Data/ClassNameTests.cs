using HyperSearch.Training;

namespace Search.Tests;

/// <summary>A class is its name, whatever its number in a file.</summary>
public sealed class ClassNameTests : IDisposable
{
    private static readonly MlpSettings Settings = new() { Hidden = [12], Epochs = 40, BatchSize = 10, Optimizer = Optimizer.Adam(0.02) };
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_file_with_fewer_classes_in_another_order_is_scored_by_their_names()
    {
        var training = Open("b", "c", "a", "d");
        var model = Trainer.Train(Settings, training, training, cancel: Token).Model;
        Assert.Equal(["a", "b", "c", "d"], model.ClassNames!);
        Assert.True(model.Evaluate(training, Token).Scores.Accuracy > 0.99);

        var some = Open("d", "a", "c");
        Assert.Equal(["a", "c", "d"], some.ClassNames!);
        var evaluation = model.Evaluate(some, Token);
        Assert.True(evaluation.Scores.Accuracy > 0.99);
        Assert.Equal([20, 0, 20, 20], Enumerable.Range(0, 4).Select(label => Enumerable.Range(0, 4).Sum(taken => evaluation.Confusion[label, taken])));
        Assert.Equal(evaluation.Scores, Trainer.Train(Settings, training, some, cancel: Token).Final.Validation);
    }

    [Fact]
    public void A_class_that_was_not_trained_on_is_named()
    {
        var training = Open("a", "b", "c");
        var model = Trainer.Train(Settings with { Epochs = 1 }, training, training, cancel: Token).Model;
        var other = Open("a", "violet", "c");
        const string Expected = "\"violet\" is none of \"a\", \"b\", \"c\"";
        Assert.Contains(Expected, Assert.Throws<ArgumentException>(() => model.Evaluate(other, Token)).Message, StringComparison.Ordinal);
        Assert.Contains(Expected, Assert.Throws<ArgumentException>(() => new TrainingSession(Settings, training, other)).Message, StringComparison.Ordinal);
        // Where no row has it, it does no harm.
        Assert.Equal(40, model.Evaluate(other.Where(i => other.ClassNames![other.Label(i)] != "violet"), Token).Confusion.Cast<int>().Sum());
        var file = _files.Write("x,y", ["1,a", "2,violet"]);
        Assert.Contains("line 3, column \"y\": \"violet\"", Assert.Throws<InvalidDataException>(() => model.OpenCsv(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_arrays_count_as_those_of_files()
    {
        var training = Dataset.FromArrays("named", [0, 1, 0, 1], [0, 1, 0, 1], classNames: ["no", "yes"]);
        var turned = Dataset.FromArrays("turned", [0, 1], [1, 0], classNames: ["yes", "no"]);
        var model = Trainer.Train(Settings, training, turned, cancel: Token).Model;
        Assert.Equal(1, model.Evaluate(turned, Token).Scores.Accuracy);
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays("twice", [0, 1], [0, 1], classNames: ["no", "no"]));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>20 rows of each class, near x = 1 for a, 2 for b, and so on.</summary>
    private Dataset Open(params string[] classes) => Dataset.OpenCsv(
        _files.Write("x,y", Enumerable.Range(0, 20).SelectMany(i => classes.Select(name => FormattableString.Invariant($"{name[0] - 'a' + 1 + i / 100.0},{name}")))), "y");
}
