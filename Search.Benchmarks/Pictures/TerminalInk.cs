using System.Globalization;

namespace Search.Benchmarks;

/// <summary>How a terminal shows a character.</summary>
/// <param name="Color">As <c>#rrggbb</c>; null for the terminal's own.</param>
/// <param name="IsBold">Whether it is bold.</param>
internal readonly record struct TerminalInk(string? Color, bool IsBold)
{
    private const int Dark = 30, Bright = 90, Colors = 8, CubeStart = 16, GrayStart = 232;

    // The sixteen colours of a terminal, on a dark background.
    private static readonly string[] Named =
    [
        "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
        "#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#f0f6fc",
    ];

    /// <summary>The ink after a sequence that chooses colours (ECMA-48, SGR): what it says of anything else is left out.</summary>
    /// <param name="argument">Numbers between semicolons; nothing resets all.</param>
    public TerminalInk After(string argument)
    {
        var ink = this;
        int[] codes = [.. argument.Split(';').Select(code => code.Length == 0 ? 0 : int.Parse(code, CultureInfo.InvariantCulture))];
        for (var i = 0; i < codes.Length; i++)
        {
            switch (codes[i])
            {
                case 0:
                    ink = default;
                    break;
                case 1:
                    ink = ink with { IsBold = true };
                    break;
                case 22:
                    ink = ink with { IsBold = false };
                    break;
                case >= Dark and < Dark + Colors:
                    ink = ink with { Color = Named[codes[i] - Dark] };
                    break;
                case >= Bright and < Bright + Colors:
                    ink = ink with { Color = Named[codes[i] - Bright + Colors] };
                    break;
                case 38 when codes[(i + 1)..] is [5, var index, ..]:
                    (ink, i) = (ink with { Color = OfPalette(index) }, i + 2);
                    break;
                case 38 when codes[(i + 1)..] is [2, var red, var green, var blue, ..]:
                    (ink, i) = (ink with { Color = Hex(red, green, blue) }, i + 4);
                    break;
                case 48:
                    // A background, which is not drawn.
                    i += codes[(i + 1)..] is [5, ..] ? 2 : 4;
                    break;
                case 39:
                    ink = ink with { Color = null };
                    break;
            }
        }
        return ink;
    }

    // The named ones, a cube of 6 × 6 × 6, and grays.
    private static string OfPalette(int index)
    {
        if (index < CubeStart)
            return Named[index];
        if (index >= GrayStart)
            return Hex(8 + 10 * (index - GrayStart), 8 + 10 * (index - GrayStart), 8 + 10 * (index - GrayStart));
        var place = index - CubeStart;
        return Hex(Level(place / 36), Level(place / 6 % 6), Level(place % 6));
    }

    private static int Level(int step) => step == 0 ? 0 : 55 + 40 * step;

    private static string Hex(int red, int green, int blue) => string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
}

/// <summary>A cell of a terminal.</summary>
/// <param name="Text">A character as people see it.</param>
/// <param name="Ink">How it is shown.</param>
internal readonly record struct TerminalCell(string Text, TerminalInk Ink);
