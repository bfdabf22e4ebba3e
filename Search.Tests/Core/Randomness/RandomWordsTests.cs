namespace Search.Tests;

public sealed class RandomWordsTests
{
    [Fact]
    public void Words_are_those_of_the_blocks_from_the_first_counter_on_which_carries_into_its_second_word()
    {
        var words = new RandomWords(0x0123456789ABCDEF, (uint.MaxValue, 5, 6, 7));
        foreach (var counter in new[] { (uint.MaxValue, 5u, 6u, 7u), (0u, 6u, 6u, 7u), (1u, 6u, 6u, 7u) })
        {
            var (x0, x1, x2, x3) = Philox.Block(counter, (0x89ABCDEF, 0x01234567));
            foreach (var word in new[] { x0, x1, x2, x3 })
                Assert.Equal(word, words.NextUInt32());
        }
    }
}
