using HyperSearch.Training;

namespace Search.Tests;

public class StandardizerTests
{
    [Fact]
    public void The_training_part_gets_mean_0_and_deviation_1_and_the_others_the_same_change()
    {
        var data = Dataset.FromArrays("test", [.. TestNumbers.Normal(300).Select((x, i) => i % 3 == 2 ? 7 : x * (i % 3 * 4 + 2) + 5)], new int[100], classes: 1);
        var (training, validation, _) = data.Split(0.3, 0, 0);
        var standardizer = Standardizer.Fit(training);
        var standard = standardizer.Apply(training);
        for (var feature = 0; feature < 2; feature++)
        {
            double[] column = [.. Enumerable.Range(0, standard.Count).Select(i => (double)standard.Input(i)[feature])];
            Assert.Equal(0, column.Average(), 1e-6);
            Assert.Equal(1, column.Average(x => x * x), 1e-6);
        }
        Assert.Equal(0, standard.Input(5)[2]);
        var expected = (float)((validation.Input(4)[1] - standardizer.Means[1]) / standardizer.Deviations[1]);
        Assert.Equal(expected, standardizer.Apply(validation).Input(4)[1]);
        Assert.NotEqual(expected, validation.Input(4)[1]);
    }

    [Fact]
    public void A_feature_is_constant_where_it_never_varies_however_large_or_small_it_is()
    {
        var data = Dataset.FromArrays("test", [.. Enumerable.Range(0, 1001).SelectMany(i => new[] { 123_456.7f, 1e-12f * (i % 2), 1e30f })], new int[1001], classes: 1);
        var standardizer = Standardizer.Fit(data);
        Assert.Equal([123_456.7f, 1e30f], [standardizer.Means[0], standardizer.Means[2]]);
        Assert.Equal([1, 1], [standardizer.Deviations[0], standardizer.Deviations[2]]);
        Assert.Equal(0.5e-12, standardizer.Deviations[1], 1e-15);
        Assert.Equal([0f, 0f], [standardizer.Apply(data).Input(7)[0], standardizer.Apply(data).Input(7)[2]]);
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(data.Take(0)));
    }

    [Fact]
    public void Data_with_other_features_are_refused() =>
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(TestNumbers.Data(5, 3, 2)).Apply(TestNumbers.Data(5, 4, 2)));
}
