using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Which words of a command line are parameters, and what becomes of them.</summary>
public sealed class CommandWordTests
{
    [Theory]
    [InlineData("--lr~log:1e-6:1e-2", "lr", "--lr {lr}")]
    [InlineData("-x~int:1:4", "x", "-x {x}")]
    [InlineData("--lr~=log:1e-6:1e-2", "lr", "--lr={lr}")]
    [InlineData("--lr=~log:1e-6:1e-2", "lr", "--lr={lr}")]
    [InlineData("optimizer.lr~log:1e-6:1e-2", "optimizer.lr", "optimizer.lr={optimizer.lr}")]
    [InlineData("+a.b~int:1:2", "a.b", "+a.b={a.b}")]
    [InlineData("--bias~flag", "bias", "{bias?--bias}")]
    [InlineData("--bias~=flag", "bias", "--bias={bias}")]
    [InlineData("clean~flag@act:relu", "clean", "{clean?clean}")]
    [InlineData("--learning-rate~choice:a:b@x:1@y:2", "learning-rate", "--learning-rate {learning-rate}")]
    public void A_word_of_the_grammar_becomes_those_of_a_trial(string word, string name, string words)
    {
        var parsed = CommandWord.Parse(word);

        Assert.Equal((name, words), (parsed.Parameter?.Name, string.Join(' ', parsed.Words)));
    }

    [Theory]
    [InlineData("python")]
    [InlineData("~/data")]
    [InlineData("~log:1:2")]
    [InlineData("HEAD~1")]
    [InlineData("main~2:src/log.c")]
    [InlineData("a~b")]
    [InlineData("file~backup:old")]
    [InlineData("C:\\Users\\x~1\\log:2")]
    [InlineData("a~~b")]
    [InlineData("https://x/~log:1:2")]
    [InlineData("")]
    public void A_word_that_is_none_is_left_as_it_is(string word) => IsOrdinary(word, CommandWord.Parse(word));

    [Theory]
    [InlineData("x~~log:1:2", "x~log:1:2")]
    [InlineData("--x~~~flag", "--x~~flag")]
    [InlineData("--x~~lgo:1", "--x~lgo:1")]
    public void A_second_tilde_says_that_a_word_is_meant_as_it_is(string word, string meant) => IsOrdinary(meant, CommandWord.Parse(word));

    [Theory]
    [InlineData("--lr~lgo:1e-6:1e-2", "Did you mean log?")]
    [InlineData("--lr~log", "It is log:LOW:HIGH")]
    [InlineData("lr~chioce:a:b", "Did you mean choice?")]
    [InlineData("--lr~anything:1", "There is no kind 'anything'")]
    public void A_word_that_is_meant_as_a_parameter_and_is_none_is_told_with_the_grammar_and_the_way_out(string word, string message)
    {
        var refused = Assert.Throws<StudyException>(() => CommandWord.Parse(word)).Message;

        Assert.StartsWith($"{word}: ", refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
        Assert.Contains(GrammarText.InShort, refused, StringComparison.Ordinal);
        Assert.EndsWith(word.Replace("~", "~~", StringComparison.Ordinal), refused, StringComparison.Ordinal);
    }

    private static void IsOrdinary(string expected, CommandWord parsed)
    {
        Assert.Equal([expected], parsed.Words);
        Assert.Null(parsed.Parameter);
    }
}
