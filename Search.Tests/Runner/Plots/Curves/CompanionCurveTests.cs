using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class CompanionCurveTests
{
    [Theory]
    [InlineData(true, "training accuracy", "validation accuracy", "loss, training accuracy, training loss")]
    [InlineData(true, "train_loss", "val_loss", "accuracy, loss, train_loss")]
    [InlineData(true, "loss", "val_loss", "accuracy, loss, val_accuracy")]
    [InlineData(true, "Top-5 training hits", "Top-5 Validation hits", "Top-5 training hits, loss")]
    [InlineData(true, "training accuracy", "test accuracy", "test loss, training accuracy")]
    [InlineData(true, "validation loss", "training loss", "training accuracy, validation loss")]
    [InlineData(false, "a loss", "validation accuracy", "a loss, training loss")]
    [InlineData(false, "loss", "contest accuracy", "loss, training accuracy")]
    [InlineData(false, null, "validation accuracy", "")]
    public void It_is_what_training_scores_else_the_first(bool isKnown, string? companion, string goal, string metrics)
    {
        var names = Names(metrics);

        Assert.Equal(companion, CompanionCurve.NameFor(Goal.Maximize(goal), names, asked: null));
        Assert.Equal(isKnown, CompanionCurve.IsKnown(Goal.Maximize(goal), names));
    }

    [Fact]
    public void Or_the_one_that_a_person_wants() =>
        Assert.Equal("loss", CompanionCurve.NameFor(Goal.Maximize("validation accuracy"), ["loss", "training accuracy"], "loss"));

    [Theory]
    [InlineData("No trial has recorded 'lost\\n' step by step. There are: loss, training accuracy.", "loss, training accuracy")]
    [InlineData("No trial has recorded 'lost\\n' step by step. None recorded anything so.", "")]
    public void One_that_nobody_recorded_is_told(string message, string metrics) =>
        Assert.Equal(message, Assert.Throws<SelectionException>(() => CompanionCurve.NameFor(Goal.Maximize("validation accuracy"), Names(metrics), "lost\n")).Message);

    private static string[] Names(string metrics) => metrics.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
