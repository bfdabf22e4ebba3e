using HyperSearch.Training;

namespace Search.Tests;

public sealed class DatasetJoinTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_categories_and_classes_are_joined_by_name(bool inFile)
    {
        var options = new CsvOptions { Keys = ["k"], MostBytesInMemory = inFile ? 0 : 1 << 20 };
        var first = Dataset.OpenCsv(_files.Write("x,c,k,y", ["1,red,1,b", "2,,2,c"]), "y", options);
        var second = Dataset.OpenCsv(_files.Write("y,k,c,x", ["a,3,blue,3", "c,4,red,"]), "y", options);
        var joined = Dataset.Join(first, second);
        Assert.Equal(!inFile, joined.InMemory);
        Assert.Equal(["a", "b", "c"], joined.ClassNames!);
        Assert.Equal([1, 2, 0, 2], TableFiles.Labels(joined));
        Assert.Equal(["red", "blue"], joined.Columns![1].Texts);
        Assert.Equal([[1, 0], [2, float.NaN], [3, 1], [float.NaN, 0]], TableFiles.Inputs(joined));
        Assert.Equal([1, 2, 3, 4], KeyReader.Of(joined, "k").All());
        Assert.Equal([3, 1], KeyReader.Of(Dataset.Join(second.Take(1), first.Take(1)), "k").All());
        Assert.Equal(["c=blue", "c=red", "c is missing"], Preprocessing.Fit(joined).FeatureNames.Skip(1));
    }

    [Fact]
    public void Arrays_are_joined_row_by_row()
    {
        var joined = Dataset.Join(Dataset.FromArrays("a", [1, 2], [0, 1]), Dataset.FromArrays("b", [3], [1], classes: 2));
        Assert.Equal([[1], [2], [3]], TableFiles.Inputs(joined));
        Assert.Equal([0, 1, 1], TableFiles.Labels(joined));
        var targets = Dataset.Join(Dataset.FromArrays("a", [1f, 2f], [5f, 6f], outputs: 1), Dataset.FromArrays("b", [3f], [7f], outputs: 1));
        Assert.Equal([5, 6, 7], Enumerable.Range(0, 3).Select(i => targets.Targets(i)[0]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var table = Dataset.OpenCsv(_files.Write("x,c,y", ["1,red,b"]), "y");
        Dataset[] others =
        [
            Dataset.OpenCsv(_files.Write("x,c,z", ["1,red,b"]), "z"),
            Dataset.OpenCsv(_files.Write("x,y", ["1,b"]), "y"),
            Dataset.OpenCsv(_files.Write("x,c,d,y", ["1,red,1,b"]), "y"),
            Dataset.OpenCsv(_files.Write("x,c,y", ["1,2,b"]), "y"),
            Preprocessing.Fit(table).Apply(table),
            TestNumbers.Data(3, 2, 1),
        ];
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => Dataset.Join(table, other)));
    }
}
