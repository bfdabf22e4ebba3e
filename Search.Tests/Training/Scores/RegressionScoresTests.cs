using HyperSearch.Training;

namespace Search.Tests;

public sealed class RegressionScoresTests
{
    private static readonly float[] Targets = [1, 10, 2, 20, 4, 15, -1, 12], Predictions = [1.5f, 9, 2, 22, 3, 14, 0, 13];

    [Fact]
    public void All_scores_are_those_of_scikit_learn()
    {
        // mean_absolute_error, mean_squared_error, r2_score(multioutput="variance_weighted") of t, z: scikit-learn 1.2.1
        AssertNear([0.9375, 1.15625, 0.867383512545], RegressionScores.Of(Predictions, Targets, 2));
        AssertNear([0.928571428571, 1.03571428571, 0.827966101695], RegressionScores.Of(Predictions, Targets, 2, new() { Examples = [1, .5, 2, 0] }));
        Assert.Equal(Math.Sqrt(1.15625), RegressionScores.Of(Predictions, Targets, 2).RootMeanSquaredError);
    }

    [Fact]
    public void Targets_that_are_all_the_same_have_no_r_squared()
    {
        var scores = RegressionScores.Of([1, 2, 3], [0.1f, 5, 5], weights: new() { Examples = [0, 1, 0.3] });
        Assert.True(double.IsNaN(scores.RSquared));
        Assert.Equal((3 + 0.3 * 2) / 1.3, scores.MeanAbsoluteError, 1e-12);
    }

    [Fact]
    public void A_prediction_that_is_no_number_has_the_worst_scores_unless_its_weight_is_0()
    {
        Assert.Equal(new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity), RegressionScores.Of([float.NaN, 1], [0, 2]));
        Assert.Equal(1, RegressionScores.Of([float.NaN, 1], [0, 2], weights: new() { Examples = [0, 1] }).MeanAbsoluteError);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_rule()
    {
        Refused("3 and 2", () => RegressionScores.Of([1, 2, 3], [1, 2]));
        Refused("2 output(s)", () => RegressionScores.Of([1, 2, 3], [1, 2, 3], 2));
        Refused("at least one example", () => RegressionScores.Of([], []));
        Refused("need labels", () => RegressionScores.Of([1], [1], weights: new() { Classes = [1] }));
        Refused("finite", () => RegressionScores.Of([1], [float.NaN]));

        static void Refused(string rule, Action score) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(score).Message, StringComparison.Ordinal);
    }

    private static void AssertNear(double[] expected, RegressionScores actual) =>
        Assert.Equal(expected, [actual.MeanAbsoluteError, actual.MeanSquaredError, actual.RSquared], (one, other) => Math.Abs(one - other) < 1e-10);
}
