namespace Search.Tests;

public sealed class PhiloxTests
{
    /// <summary>The vectors that the authors publish with Random123: tests/kat_vectors, lines "philox4x32 10".</summary>
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Blocks_are_those_of_the_known_answers(string counter, string key, string expected)
    {
        var (c, k, words) = (Words(counter), Words(key), Words(expected));
        Assert.Equal((words[0], words[1], words[2], words[3]), Philox.Block((c[0], c[1], c[2], c[3]), (k[0], k[1])));
    }

    private static uint[] Words(string text) => [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
