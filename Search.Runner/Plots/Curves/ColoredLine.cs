using System.Text;

namespace HyperSearch.Runner;

/// <summary>A line of pieces, some of them with a colour; blanks at its end are left out.</summary>
internal sealed class ColoredLine
{
    private readonly List<(string Text, string? Color)> _pieces = [];

    /// <summary>The line in Spectre's markup.</summary>
    public string Markup
    {
        get
        {
            var (pieces, markup) = (_pieces.ToList(), new StringBuilder());
            while (pieces is [.., var (text, color)] && text.Length != text.TrimEnd().Length)
            {
                pieces.RemoveAt(pieces.Count - 1);
                if (text.TrimEnd() is { Length: > 0 } rest)
                    pieces.Add((rest, color));
            }
            foreach (var (text, color) in pieces)
                markup.Append(color is null ? Spectre.Console.Markup.Escape(text) : $"[{color}]{Spectre.Console.Markup.Escape(text)}[/]");
            return markup.ToString();
        }
    }

    /// <summary>Adds a piece, to the one before where that has the same colour.</summary>
    /// <param name="text">Safe to print.</param>
    /// <param name="color">Spectre's name of it; null for the terminal's own.</param>
    public ColoredLine Add(string text, string? color = null)
    {
        if (_pieces is [.., var last] && (last.Color == color || string.IsNullOrWhiteSpace(text)))
            _pieces[^1] = (last.Text + text, last.Color);
        else
            _pieces.Add((text, color));
        return this;
    }
}
