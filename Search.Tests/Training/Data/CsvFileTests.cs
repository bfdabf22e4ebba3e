using HyperSearch.Training;

namespace Search.Tests;

public sealed class CsvFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hypersearch-csv-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_column_but_the_label_is_a_feature()
    {
        var data = Dataset.OpenCsv(Write("length, kind, width\n1.5, rose, 2\n-3e-1, \"tulip, red\", 4\n0, rose, 6\n"), "kind");
        Assert.Equal((3, 2, 2), (data.Count, data.Features, data.Classes));
        Assert.Equal(["rose", "tulip, red"], data.ClassNames!);
        Assert.Equal([-0.3f, 4], data.Input(1).ToArray());
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(data.Label));
    }

    [Fact]
    public void Labels_that_are_numbers_are_ordered_as_numbers() =>
        Assert.Equal(["2", "10"], Dataset.OpenCsv(Write("x,y\n1,10\n2,2\n"), "y").ClassNames!);

    [Fact]
    public void Targets_are_read_in_the_order_asked_for()
    {
        var data = Dataset.OpenCsv(Write("a,x,b\n1,5,2\n3,6,4\n"), ["b", "a"]);
        Assert.False(data.HasLabels);
        Assert.Equal([4, 3], data.Targets(1).ToArray());
        Assert.Equal([6], data.Input(1).ToArray());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("x,y\n", "at least one row")]
    [InlineData("x,z\n1,2\n", "no column \"y\"; there are \"x\", \"z\"")]
    [InlineData("y\n1\n", "at least one column beside")]
    [InlineData("x,y\n1,2\n3,\n", "line 3, column \"y\": the value is missing")]
    [InlineData("x,y\n1,2\n1e39,2\n", "line 3, column \"x\": \"1e39\" is no finite number")]
    [InlineData("x,y\n1,2,3\n", "line 2: the header has 2 columns, but this row has 3: \"3\" is one too many")]
    [InlineData("x,y,y\n1,2,3\n", "two are called \"y\"")]
    [InlineData("x,x,y\n1,2,3\n", "two are called \"x\"")]
    [InlineData("x,y\n1\n", "line 2: the header has 2 columns, but this row has 1: there is none for \"y\"")]
    [InlineData("x,y\n1,2\n\"3,4\n5,6\n", "line 3: the row is damaged")]
    [InlineData("x,y\n1,2\n\"3\"3,4\n", "line 3: the row is damaged")]
    [InlineData("x,y\n1,2\n3\"3,4\n", "line 3: the row is damaged")]
    [InlineData("x,z,y\n1,\"a\nb\n\",2\n1,c,\n", "line 5, column \"y\": the value is missing")]
    [InlineData("x,y\r\n1,2\r\n\r\n3,\r\n", "line 4, column \"y\": the value is missing")]
    public void What_is_wrong_is_refused_with_its_place(string content, string message)
    {
        var path = Write(content);
        var error = Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(path, "y"));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "table.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
