using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class SafeTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("plain, with é and 学習率 and 🚀", "plain, with é and 学習率 and 🚀")]
    [InlineData("\e[2J\a\b\u007f\u009b1m", @"\u001b[2J\u0007\u0008\u007f\u009b1m")]
    [InlineData("a\u202egnp.exe\u2066b\u2069\u200f", @"a\u202egnp.exe\u2066b\u2069\u200f")]
    [InlineData("l\u200br\u200d\ufeff\u00ad", @"l\u200br\u200d\ufeff\u00ad")]
    [InlineData("a\u2028b\u2029c\u0085d", @"a\u2028b\u2029c\u0085d")]
    [InlineData("a\nb\tc\rd\r\n", @"a\nb\tc\rd\r\n")]
    [InlineData("tag \U000E0041", @"tag \udb40\udc41")]
    [InlineData("👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم")]
    public void A_line_shows_what_would_act_on_the_terminal_or_hide_text(string text, string shown) => Assert.Equal(shown, SafeText.Line(text));

    [Fact]
    public void Half_a_character_is_shown_as_such() => Assert.Equal(@"a\ud83db", SafeText.Line("a\ud83db"));

    [Fact]
    public void Several_lines_keep_their_breaks_and_tabs_and_nothing_else() =>
        Assert.Equal("a\n\tb\r\nc\\rd\\u001b", SafeText.Lines("a\n\tb\r\nc\rd\e"));

    [Fact]
    public void No_control_or_format_character_of_Unicode_is_left()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
                continue;
            var shown = SafeText.Line($"a{new Rune(value)}b");
            Assert.DoesNotContain(shown.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        }
    }

    [Fact]
    public void Json_stays_the_same_document()
    {
        var text = "\e[31m\u202e\u2028\u0085\u007f👩\u200d👧\U000E0041\"\\\n\t";
        var json = JsonSerializer.Serialize(text, Relaxed);

        Assert.Equal(text, JsonSerializer.Deserialize<string>(SafeText.Lines(json)));
    }

    [Fact]
    public void A_writer_shows_the_same_however_the_text_comes()
    {
        const string Text = "a\r\n🚀\rb\e\t\n";
        for (var cut = 0; cut <= Text.Length; cut++)
        {
            using var inner = new StringWriter();
            using var safe = new SanitizingWriter(inner);
            safe.Write(Text[..cut]);
            foreach (var character in Text[cut..])
                safe.Write(character);
            Assert.Equal("a\r\n🚀\\rb\\u001b\t\n", inner.ToString());
        }
    }
}
