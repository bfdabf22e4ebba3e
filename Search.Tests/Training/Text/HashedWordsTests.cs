using System.Text;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class HashedWordsTests
{
    [Fact]
    public void A_row_counts_the_words_by_their_hash_and_has_length_1()
    {
        var row = new HashedWords(Size: 64, LongestPhrase: 1).Row("The cat, the CAT; the dog's tail.");
        var counts = Counted(64, ["the", "the", "the", "cat", "cat", "dog's", "tail"]);
        var length = Math.Sqrt(counts.Sum(count => count * count));
        Assert.Equal(counts.Select(count => (float)(count / length)), row);
        Assert.Equal(1, row.Sum(x => x * x), 1e-6);
    }

    [Fact]
    public void Phrases_are_runs_of_neighbours()
    {
        var row = new HashedWords(Size: 4096, LongestPhrase: 3).Row("not good at all");
        var counts = Counted(4096, ["not", "good", "at", "all", "not good", "good at", "at all", "not good at", "good at all"]);
        Assert.Equal(counts.Select(count => (float)(count / Math.Sqrt(counts.Sum(other => other * other)))), row);
    }

    [Fact]
    public void The_hash_is_that_of_its_authors()
    {
        // 32-bit FNV-1a of "a" and "foobar", from draft-eastlake-fnv, appendix C: e40c292c and bf9cf968
        Assert.Equal(0xe40c292c % 1000, Place("a"));
        Assert.Equal(0xbf9cf968 % 1000, Place("foobar"));

        static uint Place(string word) => (uint)Array.IndexOf(new HashedWords(Size: 1000).Row(word), 1f);
    }

    [Fact]
    public void Logarithmic_counts_grow_slower()
    {
        float[] plain = new HashedWords(Size: 64, LongestPhrase: 1).Row("a a a a b"), slow = new HashedWords(Size: 64, LongestPhrase: 1, Logarithmic: true).Row("a a a a b");
        int a = Place("a"), b = Place("b");
        Assert.Equal(4, plain[a] / plain[b], 1e-5);
        Assert.Equal(1 + Math.Log(4), slow[a] / slow[b], 1e-5);

        static int Place(string word) => Array.IndexOf(new HashedWords(Size: 64).Row(word), 1f);
    }

    [Theory]
    [InlineData("Größe GRÖSSE größe", "größe", "grösse", "größe")]
    [InlineData("naïve café's", "naïve", "café's")]
    [InlineData("don’t 'quoted' o'clock'", "don't", "quoted", "o'clock")]
    [InlineData("東京 2020年", "東京", "2020年")]
    [InlineData("𝒳 𐐨-𐐀", "𝒳", "𐐨", "𐐨")]
    [InlineData("--- ... \t\n")]
    [InlineData("a\ud800b", "a", "b")]
    public void Words_are_letters_marks_and_digits_in_small_letters(string text, params string[] words) =>
        Assert.Equal(words, HyperSearch.Training.Words.Plain(text));

    [Fact]
    public void A_text_without_a_word_is_a_row_of_zeros() => Assert.All(new HashedWords(Size: 8).Row("?!"), x => Assert.Equal(0, x));

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new HashedWords(Size: 0).Row("a"));
        Assert.Throws<ArgumentException>(() => new HashedWords(Size: int.MaxValue).Row("a"));
        Assert.Throws<ArgumentException>(() => new HashedWords(LongestPhrase: 0).Row("a"));
    }

    private static double[] Counted(int size, string[] phrases)
    {
        var counts = new double[size];
        foreach (var phrase in phrases)
            counts[Encoding.UTF8.GetBytes(phrase).Aggregate(2166136261u, (hash, one) => (hash ^ one) * 16777619) % size]++;
        return counts;
    }
}
