using System.Globalization;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>The characters of the grammar, and how they are written where they are meant as themselves: with letters that no shell reads.</summary>
internal static class GrammarText
{
    public const char Mark = '~', Separator = ':', Condition = '@';

    /// <summary>The grammar in short, for messages.</summary>
    public const string InShort =
        "A word such as --lr~log:1e-6:1e-2 makes a parameter: NAME~KIND:… with uniform:LOW:HIGH[:STEP], log:LOW:HIGH, int:LOW:HIGH[:STEP], logint:LOW:HIGH, " +
        "choice:A:B…, ordinal:A:B… or flag, and @OTHER:VALUE… for a condition. In an option ~c is a colon, ~t a tilde, ~a an @, ~e nothing.";

    /// <summary>The grammar for help.</summary>
    public const string Help =
        """
        Tunes the parameters of any program. Its command line is the study, with what may vary marked by ~; no shell needs quotes for it:
            uniform:LOW:HIGH[:STEP]   log:LOW:HIGH      a real number, evenly or by its logarithm
            int:LOW:HIGH[:STEP]       logint:LOW:HIGH   a whole number
            choice:A:B…               ordinal:A:B…      one of the options, without or in their order
            flag                                        the word is there, or not
            @OTHER:VALUE…             behind any of them: only while OTHER has one of the values; 2+ is 2 and above, 2-4 from 2 to 4
          --lr~log:1e-6:1e-2 becomes --lr 0.003, --lr~=log:1e-6:1e-2 becomes --lr=0.003, and lr~log:1e-6:1e-2 becomes lr=0.003.
          In an option ~c is a colon, ~t a tilde, ~a an @ and ~e nothing; a word with ~~ in the place of its ~ is meant as it is.
        """;

    private static readonly (char Letter, string Text)[] Escapes = [('c', ":"), ('t', "~"), ('a', "@"), ('e', "")];

    /// <summary>A text as it stands in a definition.</summary>
    public static string Escape(string text) => text.Length == 0 ? "~e" : text
        .Replace("~", "~t", StringComparison.Ordinal).Replace(":", "~c", StringComparison.Ordinal).Replace("@", "~a", StringComparison.Ordinal);

    /// <summary>What a part of a definition stands for.</summary>
    /// <exception cref="FormatException">A tilde is followed by none of the letters.</exception>
    public static string Unescape(string text)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
            return text.Length > 0 ? text : throw new FormatException("An option is empty. Write ~e for the empty text.");
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Mark)
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            var found = i < text.Length ? Array.Find(Escapes, escape => escape.Letter == text[i]).Text : null;
            plain.Append(found ?? throw new FormatException($"In '{text}' a tilde is followed by none of c, t, a and e. Write ~t for a tilde."));
        }
        return plain.ToString();
    }

    /// <summary>A number, finite; null where the text is none.</summary>
    public static double? NumberOrNull(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number + 0.0 : null;

    /// <summary>A number in a definition: the shortest digits that read back as the same number.</summary>
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
}
