using System.Diagnostics;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>No shell needs quotes for the grammar: a line of it reaches a program word by word as it was typed.</summary>
public sealed class UnquotedWordsTests
{
    // What a shell may take for its own, of cmd (and of the programs that split its lines anew) and of PowerShell within a word.
    private const string OfCmd = "\"&|<>^%!()*?,; \t", OfPowerShell = "\"'`$(){};,|&<>\u2018\u2019\u201c\u201d \t";

    // Each kind, form and escape, with the numbers and names of the README and others.
    private static readonly string[] Words =
    [
        "--lr~log:1e-6:1e-2", "--x~uniform:-1:1:0.5", "--layers~int:1:4", "--units~logint:16:512", "--act~choice:relu:tanh", "--batch~ordinal:16:32:64", "--bias~flag",
        "--units2~logint:16:512@layers:2+", "--b2~flag@act:relu:tanh@layers:2-4@bias:on", "--lr2~=log:1e-6:1e-2", "opt.lr~log:1e-6:1e+2", "-k~int:-3:3",
        "+a.b_c~choice:~e:a~cb:~t:~a", "a~~log:1:2",
    ];

    [Theory]
    [InlineData("bash")]
    [InlineData("bash", "--posix")]
    [InlineData("dash")]
    [InlineData("ksh")]
    [InlineData("zsh")]
    [InlineData("zsh", "-o", "extendedglob", "-o", "magicequalsubst")]
    public void A_posix_shell_passes_each_word_on_as_it_is(params string[] shell)
    {
        var start = new ProcessStartInfo(shell[0], [.. shell[1..], "-c", "env printf '%s\\n' " + string.Join(' ', Words)]) { RedirectStandardOutput = true, UseShellExecute = false };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{shell[0]} is not installed: `apt-get install {shell[0]}`.");
            return;
        }
        using (process)
            Assert.Equal(string.Join('\n', Words) + "\n", process!.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void Cmd_and_PowerShell_have_no_meaning_for_its_characters()
    {
        Assert.All(Words, word => Assert.False(word.AsSpan().ContainsAny(OfCmd + OfPowerShell), word));
        // PowerShell splats a word that begins with an @, and reads one that begins with a # as a comment.
        Assert.All(Words, word => Assert.True(char.IsAsciiLetter(word[0]) || word[0] is '-' or '+'));
    }

    [Fact]
    public void Those_are_words_of_the_grammar() =>
        Assert.Equal(Words.Length - 1, Words.Count(word => CommandWord.Parse(word).Parameter is not null));
}
