using HyperSearch.Training;

namespace Search.Tests;

public sealed class ClassificationScoresTests
{
    private static readonly int[] Labels = [0, 2, 1, 1, 0, 2, 2, 0, 1, 0, 2, 2];

    private static readonly double[] Probabilities =
    [
        .5, .2, .3, .2, .2, .6, .2, .5, .3, .1, .4, .5, .7, .2, .1, .5, .1, .4,
        .2, .1, .7, .3, .5, .2, .1, .7, .2, .6, .2, .2, 0, .3, .7, 1, 0, 0,
    ];

    private static readonly double[] Examples = [1, 2, .5, 1, 0, 3, 1, 1, 2, .25, 1, 1], Classes = [2, .5, 1];

    // for s in (None, w, k[y], w * k[y]): accuracy_score, balanced_accuracy_score, precision_recall_fscore_support(average="macro")[:3],
    // (average="weighted")[:3], roc_auc_score(multi_class="ovr") and log_loss of y, p or p.argmax(1), with sample_weight=s: scikit-learn 1.2.1
    private static readonly double[][] ByScikitLearn =
    [
        [0.666666666667, 0.672222222222, 0.672222222222, 0.672222222222, 0.666666666667, 0.679166666667, 0.666666666667, 0.666666666667, 0.847999338624, 3.57623775347],
        [0.563636363636, 0.589947089947, 0.584126984127, 0.589947089947, 0.554334554335, 0.686233766234, 0.563636363636, 0.594405594406, 0.838023279301, 3.23844125971],
        [0.689655172414, 0.672222222222, 0.646825396825, 0.672222222222, 0.633442265795, 0.743842364532, 0.689655172414, 0.703177822853, 0.83367071525, 3.08251152869],
        [0.543859649123, 0.589947089947, 0.552706552707, 0.589947089947, 0.531515151515, 0.667716299295, 0.543859649123, 0.564242424242, 0.826721611722, 3.19756397241],
    ];

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(2, false, true)]
    [InlineData(3, true, true)]
    public void All_scores_are_those_of_scikit_learn(int row, bool byExample, bool byClass)
    {
        var scores = ClassificationScores.Of(Probabilities, Labels, 3, new() { Examples = byExample ? Examples : null, Classes = byClass ? Classes : null });
        var (macro, weighted) = (scores.Macro, scores.Weighted);
        AssertNear(
            ByScikitLearn[row],
            [scores.Accuracy, scores.BalancedAccuracy, macro.Precision, macro.Recall, macro.F1, weighted.Precision, weighted.Recall, weighted.F1, scores.Auc, scores.LogLoss]);
    }

    [Fact]
    public void Each_class_has_scores_of_its_own()
    {
        // precision_recall_fscore_support(y, c), [roc_auc_score(y == j, p[:, j]) for j in range(3)]
        var classes = ClassificationScores.Of(Probabilities, Labels, 3).Classes;
        AssertNear([0.6, 2 / 3.0, 0.75], classes.Select(scores => scores.Precision));
        AssertNear([0.75, 2 / 3.0, 0.6], classes.Select(scores => scores.Recall));
        AssertNear([2 / 3.0, 2 / 3.0, 2 / 3.0], classes.Select(scores => scores.F1));
        AssertNear([0.828125, 0.944444444444, 0.771428571429], classes.Select(scores => scores.Auc));
        Assert.Equal([4, 3, 5], classes.Select(scores => scores.Weight));
    }

    [Fact]
    public void Of_two_classes_the_auc_is_that_of_class_1_and_ties_count_half()
    {
        // roc_auc_score(y, q), log_loss(y, q), without and with sample_weight
        int[] labels = [0, 1, 1, 0, 1, 0, 0, 1];
        double[] ones = [.2, .9, .5, .5, .4, .1, .5, .5];
        double[] both = [.. ones.SelectMany(one => new[] { 1 - one, one })];
        ClassificationScores plain = ClassificationScores.Of(both, labels, 2), weighted = ClassificationScores.Of(both, labels, 2, new() { Examples = [1, 2, .5, 1, 3, 1, 0, 2] });
        AssertNear([0.75, 0.515343004593], [plain.Auc, plain.LogLoss]);
        AssertNear([0.811111111111, 0.544201183416], [weighted.Auc, weighted.LogLoss]);
    }

    [Fact]
    public void Equal_probabilities_for_all_are_worth_an_auc_of_a_half_and_the_first_class()
    {
        var scores = ClassificationScores.Of([.. Enumerable.Repeat(0.25, 24)], [0, 1, 2, 3, 3, 3], 4);
        Assert.Equal(0.5, scores.Auc);
        Assert.Equal(0.25, scores.BalancedAccuracy);
        Assert.Equal([1, 0, 0, 0], scores.Classes.Select(own => own.Recall));
        AssertNear([Math.Log(4)], [scores.LogLoss]);
    }

    [Fact]
    public void A_class_without_examples_or_predictions_has_zeros_and_no_part_in_the_means_and_one_predicted_in_vain_has_a_part()
    {
        // y = [0, 1, 0, 1, 1]; c = [0, 1, 2, 1, 0]: precision_recall_fscore_support(y, c, average="macro" and "weighted"), balanced_accuracy_score
        var scores = ClassificationScores.Of([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0], [0, 1, 0, 1, 1], 4);
        AssertNear([0.5, 0.388888888889, 0.433333333333], [scores.Macro.Precision, scores.Macro.Recall, scores.Macro.F1]);
        AssertNear([0.8, 0.6, 0.68], [scores.Weighted.Precision, scores.Weighted.Recall, scores.Weighted.F1]);
        AssertNear([0.583333333333], [scores.BalancedAccuracy]);
        Assert.Equal([(0, 0, 0), (0, 0, 0)], scores.Classes.Skip(2).Select(own => (own.Precision, own.Recall, own.F1)));
        Assert.True(double.IsNaN(scores.Classes[2].Auc) && double.IsNaN(scores.Classes[3].Auc));
        AssertNear([scores.Classes.Take(2).Average(own => own.Auc)], [scores.Auc]);
    }

    [Fact]
    public void With_examples_of_one_class_alone_there_is_no_auc()
    {
        var scores = ClassificationScores.Of([.4, .6, .7, .3], [1, 1], 2);
        Assert.True(double.IsNaN(scores.Auc));
        Assert.Equal((0.5, 0.5), (scores.Accuracy, scores.BalancedAccuracy));
        Assert.True(double.IsNaN(ClassificationScores.Of([1, 1], [0, 0], 1).Auc));
    }

    [Fact]
    public void An_example_of_weight_0_is_as_if_it_were_not_there()
    {
        var without = ClassificationScores.Of(Probabilities.AsSpan(6), Labels.AsSpan(2), 3);
        double[] unknown = [double.NaN, 1, 0, .1, .1, .8, .. Probabilities[6..]];
        var with = ClassificationScores.Of(unknown, Labels, 3, new() { Examples = [0, 0, .. Enumerable.Repeat(1.0, 10)] });
        Assert.Equal(without.Classes, with.Classes);
        Assert.Equal((without.Macro, without.LogLoss), (with.Macro, with.LogLoss));
    }

    [Fact]
    public void An_example_with_a_probability_that_is_no_number_ranks_last_and_is_taken_for_nothing()
    {
        var scores = ClassificationScores.Of([.9, .1, double.NaN, 1, .8, .2, .3, .7], [0, 1, 0, 1], 2);
        Assert.Equal(0.75, scores.Accuracy);
        Assert.Equal((1, 0.5), (scores.Classes[1].Precision, scores.Classes[1].Recall));
        Assert.Equal(0.5, scores.Auc);
        Assert.Equal(double.PositiveInfinity, scores.LogLoss);
        Assert.Equal(0, ClassificationScores.Of([.. Enumerable.Repeat(double.NaN, 8)], [0, 1, 0, 1], 2).Auc);
    }

    [Fact]
    public void Balanced_weights_give_each_class_the_same_share()
    {
        // compute_class_weight("balanced", classes=[0, 1, 2], y=y)
        AssertNear([1, 4 / 3.0, 0.8], ScoreWeights.Balanced(Labels, 3).Classes!);
        var scores = ClassificationScores.Of(Probabilities, Labels, 3, ScoreWeights.Balanced(Labels, 3));
        AssertNear([scores.BalancedAccuracy], [scores.Accuracy]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_rule()
    {
        Refused("2 × 3", () => ClassificationScores.Of([1, 2, 3], [0, 1], 3));
        Refused("0 … 1", () => ClassificationScores.Of([1, 0], [2], 2));
        Refused("at least one example", () => ClassificationScores.Of([], [], 2));
        Refused("`classes ≥ 1`", () => ClassificationScores.Of([], [0], 0));
        Refused("`probability ≥ 0`", () => ClassificationScores.Of([1, -1], [0], 2));
        Refused("each of the 1 examples", () => ClassificationScores.Of([1, 0], [0], 2, new() { Examples = [1, 1] }));
        Refused("each of the 2 classes", () => ClassificationScores.Of([1, 0], [0], 2, new() { Classes = [1] }));
        Refused("weight 1 of the classes is NaN", () => ClassificationScores.Of([1, 0], [0], 2, new() { Classes = [1, double.NaN] }));
        Refused("greater than 0, but it is 0", () => ClassificationScores.Of([1, 0], [0], 2, new() { Examples = [0] }));

        static void Refused(string rule, Action score) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(score).Message, StringComparison.Ordinal);
    }

    private static void AssertNear(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.Equal(expected, actual, (one, other) => Math.Abs(one - other) < 1e-10);
}
