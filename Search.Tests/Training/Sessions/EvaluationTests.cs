using HyperSearch.Training;

namespace Search.Tests;

public sealed class EvaluationTests
{
    private static readonly (Dataset Training, Dataset Validation, Dataset) Digits = Dataset.Open("digits", 400).Split(0.5, 0, 0);

    [Fact]
    public void A_model_is_scored_as_its_probabilities_are()
    {
        var model = Trained(new() { Hidden = [20] }, Digits.Training);
        var evaluation = model.Evaluate(Digits.Validation, Token);
        var scores = ClassificationScores.Of(
            [.. Enumerable.Range(0, Digits.Validation.Count).SelectMany(i => model.Probabilities(Digits.Validation.Input(i)))],
            [.. Enumerable.Range(0, Digits.Validation.Count).Select(Digits.Validation.Label)],
            10);
        Assert.Equal(
            (scores.BalancedAccuracy, scores.Macro.Precision, scores.Macro.Recall, scores.Macro.F1, scores.Auc, scores.LogLoss),
            (evaluation.BalancedAccuracy, evaluation.Precision, evaluation.Recall, evaluation.F1, evaluation.Auc, evaluation.LogLoss));
        Assert.Equal(evaluation.Scores.Accuracy, scores.Accuracy, 1e-12);
        Assert.Equal(evaluation.Scores.Loss, evaluation.LogLoss, 1e-5);
        Assert.Equal(1, model.Probabilities(Digits.Validation.Input(0)).Sum(), 1e-12);
        Assert.True(double.IsNaN(evaluation.MeanAbsoluteError) && evaluation.Regression is null);
    }

    [Fact]
    public void Of_more_outputs_than_memory_takes_the_scores_are_there_and_what_needs_all_of_them_says_so()
    {
        var model = Trained(new() { Hidden = [20] }, Digits.Training);

        var (all, few) = (model.Evaluate(Digits.Validation, Token), model.Evaluate(Digits.Validation, new(), most: 1_999, Token));

        Assert.Equal(all.Scores, few.Scores);
        Assert.Equal(all.Confusion, few.Confusion);
        Assert.Contains("200 examples with 10 outputs", Assert.Throws<InvalidOperationException>(() => few.F1).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(few.MeanAbsoluteError));
    }

    [Fact]
    public void Weights_count_in_the_scores_that_have_them()
    {
        var model = Trained(new() { Hidden = [20] }, Digits.Training);
        double[] onlyThrees = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        Evaluation plain = model.Evaluate(Digits.Validation, Token), threes = model.Evaluate(Digits.Validation, new() { Classes = onlyThrees }, Token);
        Assert.Equal(plain.Classification!.Classes[3].Recall, threes.BalancedAccuracy);
        Assert.Equal(plain.Scores, threes.Scores);
        Assert.Throws<ArgumentException>(() => model.Evaluate(Digits.Validation, new() { Classes = [1, 2] }, Token));
    }

    [Fact]
    public void Yes_or_no_outputs_have_probabilities_and_squared_errors_have_none()
    {
        Model yes = Trained(new() { Hidden = [20], Loss = Loss.SigmoidCrossEntropy }, Digits.Training), squared = Trained(new() { Hidden = [20], Loss = Loss.MeanSquaredError, Activation = Activation.Tanh, Optimizer = Optimizer.Adam(0.003) }, Digits.Training);
        Assert.Equal([.. yes.Predict(Digits.Validation.Input(0)).Select(z => 1 / (1 + Math.Exp(-z)))], yes.Probabilities(Digits.Validation.Input(0)));
        Assert.True(double.IsFinite(yes.Evaluate(Digits.Validation, Token).LogLoss));
        Assert.True(double.IsNaN(squared.Evaluate(Digits.Validation, Token).LogLoss));
        Assert.InRange(squared.Evaluate(Digits.Validation, Token).Auc, 0.8, 1);
        Assert.Throws<InvalidOperationException>(() => squared.Probabilities(Digits.Validation.Input(0)));
    }

    [Fact]
    public void Targets_have_errors_and_no_classes()
    {
        var data = Dataset.FromArrays("line", TestNumbers.Normal(60), TestNumbers.Normal(40, stream: 1), outputs: 2);
        var evaluation = Trained(new() { Hidden = [5], Loss = Loss.MeanSquaredError }, data).Evaluate(data, Token);
        Assert.Equal(evaluation.Scores.Loss, evaluation.MeanSquaredError, 1e-6);
        Assert.Equal(evaluation.Scores.RSquared, evaluation.RSquared, 1e-6);
        Assert.InRange(evaluation.MeanAbsoluteError, 0, Math.Sqrt(evaluation.MeanSquaredError));
        Assert.True(double.IsNaN(evaluation.F1) && evaluation.Classification is null);
    }

    [Fact]
    public void Errors_are_in_the_units_of_the_targets()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("prices.csv"), "rooms,price\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{200_000 + 1000 * (i % 5)}\n")));
        var prices = Dataset.OpenCsv(folder.File("prices.csv"), ["price"]);
        var model = Trained(new() { Hidden = [5], Loss = Loss.MeanSquaredError }, prices);
        var off = Enumerable.Range(0, 40).Average(i => Math.Abs(model.Predict(new Dictionary<string, string?> { ["rooms"] = $"{i % 7}" }).Values[0] - (200_000 + 1000.0 * (i % 5))));
        Assert.InRange(off, 100, 10_000);
        Assert.Equal(off, model.Evaluate(prices, Token).MeanAbsoluteError, 0.1);
    }

    [Fact]
    public void Outputs_that_are_no_numbers_are_no_hit()
    {
        var data = TestNumbers.Data(20, features: 3, classes: 3);
        var evaluation = Trained(new() { Hidden = [4], Activation = Activation.Identity, Optimizer = Optimizer.Sgd(1e30) }, data).Evaluate(data, Token);
        Assert.Equal((0, 0, 0, double.PositiveInfinity), (evaluation.F1, evaluation.BalancedAccuracy, evaluation.Auc, evaluation.LogLoss));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Model Trained(MlpSettings settings, Dataset data) =>
        Trainer.Train(settings with { Epochs = 5, BatchSize = 20 }, data, data, cancel: Token).Model;
}
