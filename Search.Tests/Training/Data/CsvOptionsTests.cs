using HyperSearch.Training;

namespace Search.Tests;

public sealed class CsvOptionsTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Columns_are_chosen_or_left_out()
    {
        var path = _files.Write("id,a,b,y\n1,2,3,0\n4,5,6,1\n");
        Assert.Equal(["a", "b"], Names(new() { Leave = ["id"] }));
        Assert.Equal(["b", "id"], Names(new() { Columns = ["b", "id"] }));
        Assert.Equal(["b"], Names(new() { Leave = ["id"], Keys = ["a"] }));
        Assert.Throws<ArgumentException>(() => Names(new() { Columns = ["b", "y"] }));
        Assert.Throws<ArgumentException>(() => Names(new() { Columns = ["b", "b"] }));
        Assert.Throws<ArgumentException>(() => Names(new() { Columns = ["b"], Leave = ["b"] }));
        Assert.Throws<InvalidDataException>(() => Names(new() { Leave = ["c"] }));
        Assert.Throws<InvalidDataException>(() => Names(new() { Kinds = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Number } }));

        IEnumerable<string> Names(CsvOptions options) => Dataset.OpenCsv(path, "y", options).Columns!.Select(column => column.Name);
    }

    [Theory]
    [InlineData("a;b;y\n1,5;x;0\n2,5;x;1\n", null, 2)]
    [InlineData("a\tb\ty\n1\tx\t0\n", null, 2)]
    [InlineData("a|b|y\n1|x|0\n", null, 2)]
    [InlineData("a:y\n1:0\n", ':', 1)]
    [InlineData("\uFEFFa,b,y\r\n1,x,0\r\n", null, 2)]
    [InlineData("a,b,y\r1,x,0\r", null, 2)]
    [InlineData("\n\na,b,y\n\n1,x,0\n\n", null, 2)]
    public void Separators_and_ends_of_lines_are_found_out(string content, char? separator, int features)
    {
        var data = Dataset.OpenCsv(_files.Write(content), "y", new() { Separator = separator });
        Assert.Equal((features, "a"), (data.Features, data.Columns![0].Name));
    }

    [Fact]
    public void Without_a_header_columns_have_numbers()
    {
        var data = Dataset.OpenCsv(_files.Write("1,x,0\n2,y,1\n"), "3", new() { HasHeader = false });
        Assert.Equal(["1", "2"], data.Columns!.Select(column => column.Name));
        Assert.Equal(2, data.Count);
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(_files.Write(""), "3", new() { HasHeader = false })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 1 1 0", true)]
    [InlineData("0 1.5 2 3", false)]
    [InlineData("a b a b", true)]
    [InlineData("-1 1 yes no", true)]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19", true)]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", false)]
    public void A_target_is_a_class_where_it_is_text_or_a_few_whole_numbers(string targets, bool isClass)
    {
        var path = _files.Write("x,y", targets.Split(' ').Select(target => $"1,{target}"));
        Assert.Equal((isClass, !isClass), (Dataset.OpenCsv(path, "y").HasLabels, Dataset.OpenCsv(path, "y").HasTargets));
        Assert.True(Dataset.OpenCsv(path, "y", new() { Target = ColumnKind.Category }).HasLabels);
        Assert.False(Dataset.OpenCsv(path).HasLabels || Dataset.OpenCsv(path).HasTargets);
    }

    [Fact]
    public void What_the_first_rows_say_holds_for_all()
    {
        string[] rows = [.. Enumerable.Range(0, 1100).Select(i => $"{i},{i % 5}")];
        var word = _files.Write("x,y", rows.Append("seven,1"));
        Assert.Contains("line 1102, column \"x\": \"seven\" is no finite number", Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(word, "y")).Message, StringComparison.Ordinal);
        var texts = Dataset.OpenCsv(word, "y", new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Category }, MostCategories = 2000 });
        Assert.Equal(1101, texts.Columns![0].Texts.Count);
        var numbers = _files.Write("x,y", rows.Concat(Enumerable.Range(0, 30).Select(i => $"1,{i}")));
        Assert.Contains("say whether it is a number or a class", Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(numbers, "y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_too_many_categories_is_refused_where_they_become_too_many()
    {
        var path = _files.Write("name,y", Enumerable.Range(0, 30).Select(i => $"n{i},{i % 2}"));
        Assert.Contains("line 12, column \"name\": \"n10\" is a new category, but there can be at most 10",
            Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(path, "y", new() { MostCategories = 10 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_for_missing_values_is_an_option()
    {
        var path = _files.Write("a,b,y\n1,na,0\n-,x,1\n,Null,1\n");
        var data = Dataset.OpenCsv(path, "y", new() { MissingTexts = ["-"] });
        Assert.Equal([1, float.NaN, float.NaN], Enumerable.Range(0, 3).Select(i => data.Input(i)[0]));
        Assert.Equal(["na", "x", "Null"], data.Columns![1].Texts);
        Assert.Equal(ColumnKind.Category, Dataset.OpenCsv(path, "y").Columns![0].Kind);
        Assert.Equal(["x"], Dataset.OpenCsv(path, "y").Columns![1].Texts);
    }

    [Fact]
    public void A_field_without_end_is_refused_before_it_fills_the_memory()
    {
        var path = _files.File("long.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write("x,y\n1,0\n\"");
            for (var i = 0; i < 40; i++)
                file.Write(new string('a', 1 << 20));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Dataset.OpenCsv(path, "y")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void Whatever_is_in_a_file_it_is_read_or_refused_with_its_name()
    {
        var good = System.Text.Encoding.UTF8.GetBytes("x,\"c \"\"d\"\"\",y\n1.5,\"a,b\",no\n2,\"é\nf\",yes\n");
        var path = _files.File("damaged.csv");
        var random = new RandomNumbers(1, RandomPurpose.Split);
        for (var i = 0; i < 500; i++)
        {
            byte[] bad = [.. good];
            for (var change = random.NextInt(4); change >= 0; change--)
                bad[random.NextInt(bad.Length)] = (byte)random.NextInt(256);
            File.WriteAllBytes(path, bad[..(bad.Length - random.NextInt(3) * random.NextInt(bad.Length / 2))]);
            try
            {
                Assert.True(Dataset.OpenCsv(path, "y").Count > 0);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }
    }
}
