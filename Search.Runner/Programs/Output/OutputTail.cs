namespace HyperSearch.Runner;

/// <summary>The last lines of what a program has printed, each cut.</summary>
internal sealed class OutputTail
{
    private const int MostLines = 20, MostInLine = 300;

    private readonly Queue<string> _lines = new();

    /// <summary>The lines, as they may be shown.</summary>
    public IEnumerable<string> Lines => _lines;

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        _lines.Enqueue(SafeText.Line(line.Length > MostInLine ? line[..MostInLine] + "…" : line));
        if (_lines.Count > MostLines)
            _lines.Dequeue();
    }
}
