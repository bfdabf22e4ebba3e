using HyperSearch.Runner;

namespace Search.Tests;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("\n\nab\n12345\n12345678901\nc", new[] { "", "", "ab", "12345", null, "c" })]
    public void Lines_are_read_whole_or_not_at_all(string text, string?[] expected)
    {
        var lines = new BoundedLines(new StringReader(text), longest: 10);
        var read = new List<string?>();
        while (lines.Read() is { } line)
            read.Add(line.IsTooLong ? null : line.Text);

        Assert.Equal(expected, read);
    }

    [Fact]
    public void A_line_of_a_thousand_million_characters_takes_no_memory()
    {
        var lines = new BoundedLines(new Endless(1_000_000_000), longest: 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(lines.Read() is { IsTooLong: true, Text: "" });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Null(lines.Read());
    }

    private sealed class Endless(long left) : TextReader
    {
        private long _left = left;

        public override int Read(char[] buffer, int index, int count)
        {
            var taken = (int)Math.Min(count, _left);
            _left -= taken;
            return taken;
        }
    }
}
