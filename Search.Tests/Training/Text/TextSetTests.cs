using HyperSearch.Training;

namespace Search.Tests;

public sealed class TextSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_folders_is_read_in_the_order_of_names()
    {
        Write("sport/2.txt", "goal");
        Write("sport/1.txt", "größer");
        Write("art/z.txt", "paint");
        Write("art/.hidden", "no");
        Write(".git/config", "no");
        var set = TextSet.OpenFolder(_folder.File(""));
        Assert.Equal(["art", "sport"], set.ClassNames);
        Assert.Equal([("paint", 0), ("größer", 1), ("goal", 1)], set.Texts.Zip(set.Labels));
    }

    [Fact]
    public void A_file_has_a_column_of_texts_and_one_of_classes()
    {
        Write("mail.csv", "id,text,kind\n1,\"Hello, \"\"you\"\"\nthere\",good\n2,Buy now,bad\n3,,good\n");
        var set = TextSet.OpenCsv(_folder.File("mail.csv"), "text", "kind");
        Assert.Equal(["bad", "good"], set.ClassNames);
        Assert.Equal([("Hello, \"you\"\nthere", 1), ("Buy now", 0), ("", 1)], set.Texts.Zip(set.Labels));
        Assert.Equal("mail", set.Name);
    }

    [Theory]
    [InlineData("no column \"text\"", "words,kind\na,b\n")]
    [InlineData("line 3, column \"kind\"", "text,kind\na,b\nc,\n")]
    [InlineData("line 2: the header has 2 columns", "text,kind\na,b,c\n")]
    [InlineData("at least two classes", "text,kind\na,b\nc,b\n")]
    [InlineData("at least two classes", "text,kind\n")]
    public void A_damaged_file_is_refused_with_its_name_and_what_is_wrong(string wrong, string content)
    {
        Write("mail.csv", content);
        var message = Assert.Throws<InvalidDataException>(() => TextSet.OpenCsv(_folder.File("mail.csv"), "text", "kind")).Message;
        Assert.Contains(wrong, message, StringComparison.Ordinal);
        Assert.Contains("mail.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_too_long_are_refused_before_they_take_memory()
    {
        Write("a/1", "x");
        using (var large = File.Create(_folder.File("a/2")))
            large.SetLength(5_000_000_000);
        Assert.Contains("at most 1000000 bytes", Assert.Throws<InvalidDataException>(() => TextSet.OpenFolder(_folder.File(""))).Message, StringComparison.Ordinal);
        Write("endless.csv", "text,kind\n\"" + new string('x', 3_000_000));
        Assert.Contains("longer than 1000000 bytes", Assert.Throws<InvalidDataException>(() => TextSet.OpenCsv(_folder.File("endless.csv"), "text", "kind")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_a_text_and_a_folder_that_is_not_there_are_refused()
    {
        Write("a/1", "x");
        Directory.CreateDirectory(_folder.File("b"));
        Assert.Contains("at least one text", Assert.Throws<InvalidDataException>(() => TextSet.OpenFolder(_folder.File(""))).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => TextSet.OpenFolder(_folder.File("c")));
    }

    [Fact]
    public void A_split_keeps_the_mixture_of_the_classes_and_loses_no_text()
    {
        var set = Numbered(100, classes: 4);
        var (training, validation) = set.Split(0.3, seed: 5);
        Assert.All(validation.Labels.CountBy(label => label), pair => Assert.InRange(pair.Value, 7, 8));
        Assert.Equal(set.Texts.Order(StringComparer.Ordinal), training.Texts.Concat(validation.Texts).Order(StringComparer.Ordinal));
        Assert.NotEqual(training.Texts, set.Split(0.3, seed: 6).Training.Texts);
        Assert.All(training.TakeOfEach(2).Labels.CountBy(label => label), pair => Assert.Equal(2, pair.Value));
    }

    [Fact]
    public void An_augmented_set_has_the_texts_themselves_and_their_copies_with_the_same_labels()
    {
        var set = Numbered(6, classes: 3).Augmented(new(Repeat: 1), copies: 2, seed: 1);
        Assert.Equal(18, set.Count);
        Assert.Equal(("text 4", "text text 4 4", "text text 4 4"), (set.Texts[4], set.Texts[10], set.Texts[16]));
        Assert.Equal((1, 1, 1), (set.Labels[4], set.Labels[10], set.Labels[16]));
        var swapped = Numbered(6, 3).Augmented(new(Swap: 0.5), copies: 30, seed: 1);
        Assert.Equal(2, Enumerable.Range(0, 31).Select(copy => swapped.Texts[6 * copy]).Distinct().Count());
    }

    [Fact]
    public void A_net_learns_classes_of_texts_by_their_order_of_words()
    {
        var set = TextSet.FromArrays(
            "order",
            [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? $"not good but really bad {i % 7}" : $"not bad but really good {i % 7}")],
            [.. Enumerable.Range(0, 60).Select(i => i % 2)],
            ["bad", "good"]);
        double words = Accuracy(1), pairs = Accuracy(2);
        Assert.True(words < 0.8 && pairs == 1, $"{words}, {pairs}");

        double Accuracy(int phrase)
        {
            var data = set.ToDataset(new(Size: 512, LongestPhrase: phrase));
            Assert.Equal(set.ClassNames, data.ClassNames);
            return Trainer.Train(new() { Hidden = [], Optimizer = Optimizer.Adam(0.01), Epochs = 30 }, data, data, cancel: TestContext.Current.CancellationToken).ValidationAccuracy;
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_rule()
    {
        Refused("1 texts and 2 labels", () => TextSet.FromArrays("set", ["a"], [0, 1], ["x", "y"]));
        Refused("0 … 1", () => TextSet.FromArrays("set", ["a"], [2], ["x", "y"]));
        Refused("`copies ≥ 0`", () => Numbered(4, 2).Augmented(new(), -1, 0));
        Refused("`0 ≤ validation < 1`", () => Numbered(4, 2).Split(1, 0));
        Refused("too many numbers", () => Numbered(3000, 2).ToDataset(new(Size: 1 << 20)));

        static void Refused(string rule, Action act) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static TextSet Numbered(int count, int classes) => TextSet.FromArrays(
        "numbers", [.. Enumerable.Range(0, count).Select(i => $"text {i}")], [.. Enumerable.Range(0, count).Select(i => i % classes)], [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);

    private void Write(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
        File.WriteAllText(_folder.File(file), content);
    }
}
