using HyperSearch.Training;

namespace Search.Tests;

public sealed class TextAugmentationTests
{
    private const int Draws = 2000;

    private static readonly string[] Words = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

    private static readonly string Text = string.Join(' ', Words);

    [Fact]
    public void Nothing_changes_a_text_but_its_blanks() =>
        Assert.Equal("so it is.", new TextAugmentation().Apply("  so it\n\tis. ", seed: 3));

    [Fact]
    public void The_same_seed_and_stream_give_the_same_text_and_others_another()
    {
        var augmentation = new TextAugmentation(0.2, 0.2, 0.2, 0.2);
        Assert.Equal(augmentation.Apply(Text, 1, 2), augmentation.Apply(Text, 1, 2));
        Assert.True(Enumerable.Range(0, 20).Select(stream => augmentation.Apply(Text, 1, (ulong)stream)).Distinct().Count() > 15);
        // The generator's words are the same on every machine, and so is what is made of them.
        Assert.Equal("five one five two seven six three eight", augmentation.Apply(Text, 1, 2));
    }

    // The false alarms of a share that is within four deviations: 6e-5 each.
    [Fact]
    public void Words_are_dropped_and_repeated_as_often_as_they_should()
    {
        var dropped = Draw(new(Drop: 0.3)).Sum(words => Words.Length - words.Length);
        AssertShare(0.3, dropped);
        var repeated = Draw(new(Repeat: 0.2)).Sum(words => words.Length - Words.Length);
        AssertShare(0.2, repeated);
        Assert.All(Draw(new(Repeat: 0.2)), words => Assert.Equal(Words, words.Distinct()));
        Assert.All(Draw(new(Drop: 0.3)), words => Assert.Equal(Words.Where(words.Contains), words));
    }

    [Fact]
    public void Swapped_and_moved_words_are_the_same_words_in_another_order()
    {
        foreach (var augmentation in (TextAugmentation[])[new(Swap: 0.2), new(Move: 0.2)])
        {
            var drawn = Draw(augmentation).ToList();
            Assert.All(drawn, words => Assert.Equal(Words.Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal)));
            // No word is swapped or moved with the probability 0.8⁸.
            Assert.InRange(drawn.Count(words => words.SequenceEqual(Words)), 0.8 * Math.Pow(0.8, 8) * Draws, 1.4 * Math.Pow(0.8, 8) * Draws);
        }
    }

    [Fact]
    public void One_word_always_stays()
    {
        Assert.All(Draw(new(Drop: 1)), words => Assert.Single(words));
        Assert.Equal("alone", new TextAugmentation(1, 0, 1, 1).Apply("alone", 1));
        Assert.Equal("", new TextAugmentation(1, 1, 1, 1).Apply("  ", 1));
    }

    [Fact]
    public void A_probability_that_is_none_is_refused() =>
        Assert.Contains("swap=NaN", Assert.Throws<ArgumentException>(() => new TextAugmentation(Swap: double.NaN).Apply("a b", 1)).Message, StringComparison.Ordinal);

    private static IEnumerable<string[]> Draw(TextAugmentation augmentation) =>
        Enumerable.Range(0, Draws).Select(stream => augmentation.Apply(Text, 7, (ulong)stream).Split(' '));

    private static void AssertShare(double share, int count)
    {
        double all = Draws * Words.Length, deviation = Math.Sqrt(share * (1 - share) / all);
        Assert.InRange(count / all, share - 4 * deviation, share + 4 * deviation);
    }
}
