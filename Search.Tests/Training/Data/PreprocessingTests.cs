using HyperSearch.Training;

namespace Search.Tests;

public sealed class PreprocessingTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_is_fitted_is_fitted_on_the_training_part_alone()
    {
        string[] rows = ["1,red,a", "2,green,b", ",red,a", "6,red,b"];
        var training = Dataset.OpenCsv(_files.Write("x,c,y", rows), "y");
        var alone = Preprocessing.Fit(training);
        // Validation with an outlier, another category and a gap, in one file with the training part.
        var all = Dataset.OpenCsv(_files.Write("x,c,y", [.. rows, "1e30,violet,a", ",,b"]), "y");
        var part = Preprocessing.Fit(all.Take(4));
        Assert.True(part.SameAs(alone));
        Assert.Equal(3, part.Columns[0].Missing);
        Assert.Equal(["green", "red"], part.Columns[1].Categories);
        Assert.Equal(3, part.Columns[0].Mean);

        var session = new TrainingSession(new() { Hidden = [2], Epochs = 1 }, all.Take(4), all.Rows([4, 5]));
        Assert.True(session.Model.Preprocessing!.SameAs(alone));
        Assert.False(Preprocessing.Fit(all).SameAs(alone));
    }

    [Fact]
    public void Nothing_in_validation_changes_what_is_fitted()
    {
        var data = _files.OpenMixed(300);
        var (training, _, _) = data.Split(0.3, 0, 1);
        var fitted = Preprocessing.Fit(training);
        foreach (var other in (int[])[1, 50, 200])
        {
            var session = new TrainingSession(new() { Hidden = [2], Epochs = 1 }, training, _files.OpenMixed(other, from: 1000));
            Assert.True(session.Model.Preprocessing!.SameAs(fitted));
        }
    }

    [Fact]
    public void One_hot_inputs_are_0_and_1_and_a_gap_is_a_category_where_the_training_part_has_one()
    {
        var data = Dataset.OpenCsv(_files.Write("c,d,y", ["b,u,1", "a,u,0", ",v,1", "b,v,0"]), "y");
        var fitted = Preprocessing.Fit(data);
        Assert.Equal(["c=a", "c=b", "c is missing", "d=u", "d=v"], fitted.FeatureNames);
        Assert.Equal([[0, 1, 0, 1, 0], [1, 0, 0, 1, 0], [0, 0, 1, 0, 1], [0, 1, 0, 0, 1]], TableFiles.Inputs(fitted.Apply(data)));
        // A gap where there was none before, and a text that is new: nothing is 1.
        Assert.Equal([0, 0, 0, 0, 0], fitted.Encode(new Dictionary<string, string?> { ["c"] = "new", ["d"] = null }));
        Assert.Equal([0, 0, 1, 1, 0], fitted.Encode(new Dictionary<string, string?> { ["c"] = "na", ["d"] = "u", ["more"] = "x" }));
        Assert.Contains("\"d\"", Assert.Throws<ArgumentException>(() => fitted.Encode(new Dictionary<string, string?> { ["c"] = "a" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ordinal_categories_are_in_the_order_of_their_values_or_their_spelling()
    {
        var data = Dataset.OpenCsv(_files.Write("c,d,y", ["10,u,1", "9,w,0", "-1,v,1"]), "y", new()
        {
            Kinds = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Category },
            Preprocessing = new() { Categories = CategoryEncoding.Ordinal, Standardize = false },
        });
        var fitted = Preprocessing.Fit(data);
        Assert.Equal([[2, 0], [1, 2], [0, 1]], TableFiles.Inputs(fitted.Apply(data)));
        Assert.Equal([1, 1], fitted.Encode(new Dictionary<string, string?> { ["c"] = "7", ["d"] = "" }));
        var mixed = Preprocessing.Fit(data, new() { CategoriesOf = new Dictionary<string, CategoryEncoding> { ["d"] = CategoryEncoding.Ordinal } });
        Assert.Equal(["c=-1", "c=9", "c=10", "d"], mixed.FeatureNames);
    }

    [Theory]
    [InlineData(MissingValues.Mean, 4)]
    [InlineData(MissingValues.Median, 2.5)]
    [InlineData(MissingValues.MostFrequent, 1)]
    public void A_missing_number_becomes_what_is_asked_for(MissingValues missing, double expected)
    {
        var data = Dataset.OpenCsv(_files.Write("x,y", ["1,0", "10,1", ",0", "4,1", "1,1"]), "y", new() { Preprocessing = new() { MissingNumbers = missing, Standardize = false } });
        Assert.Equal(expected, Preprocessing.Fit(data).Apply(data).Input(2)[0]);
    }

    [Fact]
    public void A_missing_category_becomes_the_most_frequent_of_equally_frequent_ones_the_first()
    {
        var options = new PreprocessingOptions { MissingCategories = MissingValues.MostFrequent };
        var data = Dataset.OpenCsv(_files.Write("c,y", ["b,0", "a,1", ",0", "c,1", "b,1", "a,0"]), "y", new() { Preprocessing = options });
        Assert.Equal([1, 0, 0], Preprocessing.Fit(data).Apply(data).Input(2).ToArray());
    }

    [Fact]
    public void What_is_refused_is_refused_with_its_place()
    {
        var path = _files.Write("x,c,y", ["1,a,0", "2,b,1", ",a,1"]);
        Assert.Contains("line 4, column \"x\": the value is missing", Assert.Throws<InvalidDataException>(() =>
            Dataset.OpenCsv(path, "y", new() { Preprocessing = new() { MissingNumbers = MissingValues.Refused } })).Message, StringComparison.Ordinal);
        var data = Dataset.OpenCsv(path, "y");
        var fitted = Preprocessing.Fit(data.Take(1), new() { Unknown = UnknownCategories.Refused });
        Assert.Contains("row 2, column \"c\": \"b\" is none of the 1 categories", Assert.Throws<ArgumentException>(() => fitted.Apply(data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Preprocessing.Fit(data, new() { MissingNumbers = MissingValues.OwnCategory }));
        Assert.Throws<ArgumentException>(() => Preprocessing.Fit(data, new() { MissingOf = new Dictionary<string, MissingValues> { ["c"] = MissingValues.Mean } }));
        Assert.Contains("no column \"z\"", Assert.Throws<ArgumentException>(() =>
            Preprocessing.Fit(data, new() { MissingOf = new Dictionary<string, MissingValues> { ["z"] = MissingValues.Mean } })).Message, StringComparison.Ordinal);
        Assert.Contains("all are missing", Assert.Throws<ArgumentException>(() => Preprocessing.Fit(data.Rows([2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_are()
    {
        var data = Dataset.OpenCsv(_files.Write("x,c,y", ["1,a,0", "2,b,1"]), "y");
        var fitted = Preprocessing.Fit(data);
        var moved = Dataset.OpenCsv(_files.Write("more,y,c,x", ["7,0,b,2", "8,1,a,1"]), "y");
        Assert.Equal(TableFiles.Inputs(fitted.Apply(data)), TableFiles.Inputs(fitted.Apply(moved)).Reverse());
        var lacking = Dataset.OpenCsv(_files.Write("x,d,y", ["1,a,0"]), "y");
        Assert.Contains("there must be a column \"c\"", Assert.Throws<ArgumentException>(() => fitted.Apply(lacking)).Message, StringComparison.Ordinal);
        var otherKind = Dataset.OpenCsv(_files.Write("x,c,y", ["1,3,0"]), "y");
        Assert.Contains("column \"c\" must be a Category", Assert.Throws<ArgumentException>(() => fitted.Apply(otherKind)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_get_the_means_and_deviations_of_the_standardizer()
    {
        var data = Dataset.OpenCsv(_files.Write("a,b,y", Enumerable.Range(0, 50).Select(i => $"{i * i},{100 - 3 * i},{i % 2}")), "y");
        var fitted = Preprocessing.Fit(data);
        var standardizer = Standardizer.Fit(data);
        Assert.Equal(standardizer.Means, fitted.Columns.Select(column => column.Mean));
        Assert.Equal(standardizer.Deviations, fitted.Columns.Select(column => column.Deviation));
        Assert.Equal(TableFiles.Inputs(standardizer.Apply(data)), TableFiles.Inputs(fitted.Apply(data)));
    }

    [Fact]
    public void It_is_applied_once()
    {
        var data = _files.OpenMixed(30);
        var fitted = Preprocessing.Fit(data);
        var applied = fitted.Apply(data);
        Assert.Same(applied, fitted.Apply(applied));
        Assert.Throws<ArgumentException>(() => Preprocessing.Fit(applied));
        Assert.Throws<ArgumentException>(() => Preprocessing.Fit(data.Take(10)).Apply(applied));
        Assert.Throws<ArgumentException>(() => fitted.Apply(TestNumbers.Data(5, 4, 2)));
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(data));
    }

    [Fact]
    public void A_hundred_trials_share_one_fit()
    {
        var (training, validation, _) = _files.OpenMixed(60).Split(0.3, 0, 1);
        var settings = new MlpSettings { Hidden = [2], Epochs = 1 };
        var fits = new Preprocessing[100];
        Parallel.For(0, 100, i => fits[i] = new TrainingSession(settings with { Seed = (ulong)i }, training, validation).Model.Preprocessing!);
        Assert.Single(fits.Distinct());
    }
}
