using Spectre.Console;

namespace HyperSearch.Runner;

/// <summary>A terminal whose last lines are redrawn in place, while other text passes above them. Safe for use by several threads.</summary>
/// <param name="terminal">The terminal, which understands the usual escape sequences.</param>
/// <param name="width">How many characters a line of it has now.</param>
internal sealed class LiveRegion(TextWriter terminal, Func<int> width)
{
    private const char Escape = '\e';
    private readonly Lock _lock = new();
    private readonly List<Writer> _writers = [];
    private IReadOnlyList<string> _lines = [];

    private TextWriter Terminal { get; } = terminal;

    /// <summary>How many characters a line can have. The last place stays free: some terminals go to the next line once it is taken.</summary>
    public int Width => Math.Max(1, width() - 1);

    /// <summary>Shows these lines, none wider than <see cref="Width"/>, instead of those shown before.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        lock (_lock)
        {
            Terminal.Write(Erasing() + Drawing(lines));
            _lines = lines;
        }
    }

    /// <summary>Leaves the lines as they are; what is written from now on comes below them.</summary>
    public void End()
    {
        lock (_lock)
        {
            _lines = [];
            foreach (var writer in _writers)
                writer.Write([]);
        }
    }

    /// <summary>A writer of text on the same terminal, which goes above the lines.</summary>
    public TextWriter CreateWriterAbove(TextWriter inner)
    {
        var writer = new Writer(this, inner);
        lock (_lock)
            _writers.Add(writer);
        return writer;
    }

    // A line may have been broken by a terminal that has become narrower.
    private string Erasing()
    {
        var columns = Math.Max(1, width());
        var rows = _lines.Sum(line => Math.Max(1, (WidthOf(line) + columns - 1) / columns));
        return rows == 0 ? "" : $"{Escape}[{rows}A\r{Escape}[J";
    }

    private static string Drawing(IReadOnlyList<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    // Without the sequences for colour.
    private static int WidthOf(string line)
    {
        var parts = line.Split(Escape);
        return parts[0].GetCellWidth() + parts.Skip(1).Sum(part => part[(part.IndexOf('m', StringComparison.Ordinal) + 1)..].GetCellWidth());
    }

    private sealed class Writer(LiveRegion region, TextWriter inner) : DelegatingWriter(inner)
    {
        private string _begun = "";

        public override void Write(ReadOnlySpan<char> buffer)
        {
            lock (region._lock)
            {
                // A line that is not complete would be written over by the lines below it.
                var text = _begun + buffer.ToString();
                var end = region._lines.Count == 0 ? text.Length : text.LastIndexOf('\n') + 1;
                _begun = text[end..];
                if (end == 0)
                    return;
                if (region._lines.Count > 0)
                    region.Terminal.Write(region.Erasing());
                Inner.Write(text[..end]);
                if (region._lines.Count > 0)
                    region.Terminal.Write(Drawing(region._lines));
            }
        }
    }
}
