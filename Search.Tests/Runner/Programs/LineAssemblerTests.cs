using System.Text;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class LineAssemblerTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a|b")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData(" 10%\r 50%\r100% acc=0.9\n", "100% acc=0.9")]
    [InlineData("one\rtwo", "two")]
    [InlineData("\u001b[32macc\u001b[0m=\u001b[1;31m0.9\u001b[0m\n", "acc=0.9")]
    [InlineData("\u001b]0;title\u0007acc=0.9\n", "acc=0.9")]
    [InlineData("\u001b]8;;http://a\u001b\\acc=0.9\u001b]8;;\u001b\\\n", "acc=0.9")]
    [InlineData("\u001b[never\nacc=1\n", "ever|acc=1")]
    [InlineData("ab\bc\0d\a\n", "acd")]
    [InlineData("a\tb\n", "a\tb")]
    public void Lines_are_what_a_terminal_shows(string printed, string lines) => Assert.Equal(lines, string.Join('|', LinesOf(Encoding.UTF8.GetBytes(printed), 1)));

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_and_characters_may_come_in_pieces()
    {
        byte[] bytes = [.. "é"u8, 0xff, .. "🙂\n"u8];

        for (var piece = 1; piece < 5; piece++)
            Assert.Equal("é\ufffd🙂", Assert.Single(LinesOf(bytes, piece)));
    }

    [Fact]
    public void Of_a_long_line_the_beginning_is_kept()
    {
        var lines = new List<string>();
        var assembler = new LineAssembler(lines.Add);
        var piece = Encoding.UTF8.GetBytes(new string('x', 1 << 16));
        for (var i = 0; i < 100; i++)
            assembler.Add(piece);
        assembler.Add("\nacc=1\n"u8);

        Assert.Equal([LineAssembler.MostInLine, 5], lines.Select(line => line.Length));
    }

    private static List<string> LinesOf(byte[] bytes, int piece)
    {
        var lines = new List<string>();
        var assembler = new LineAssembler(lines.Add);
        foreach (var part in bytes.Chunk(piece))
            assembler.Add(part);
        assembler.End();
        return lines;
    }
}
