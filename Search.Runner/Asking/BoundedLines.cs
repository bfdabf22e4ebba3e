using System.Text;

namespace HyperSearch.Runner;

/// <summary>Reads lines of another program, of which none takes more memory than is allowed.</summary>
/// <param name="input">Where they come from.</param>
/// <param name="longest">How many characters a line may have.</param>
internal sealed class BoundedLines(TextReader input, int longest)
{
    private readonly char[] _buffer = new char[1 << 13];
    private int _start;
    private int _end;

    /// <summary>The next line, also one that the end of input cuts off; null at the end.</summary>
    public BoundedLine? Read()
    {
        var line = new StringBuilder();
        var (isTooLong, hasAny) = (false, false);
        while (Fill())
        {
            hasAny = true;
            var rest = _buffer.AsSpan(_start, _end - _start);
            var newline = rest.IndexOf('\n');
            var part = newline < 0 ? rest : rest[..newline];
            isTooLong |= line.Length + part.Length > longest;
            if (isTooLong)
                line.Clear();
            else
                line.Append(part);
            _start += part.Length + (newline < 0 ? 0 : 1);
            if (newline >= 0)
                break;
        }
        return hasAny ? new(line.ToString(), isTooLong) : null;
    }

    private bool Fill()
    {
        if (_start == _end)
            (_start, _end) = (0, Math.Max(0, input.Read(_buffer, 0, _buffer.Length)));
        return _start < _end;
    }
}

/// <summary>A line without its end.</summary>
/// <param name="Text">Its characters; none where they are too many.</param>
/// <param name="IsTooLong">Whether they are.</param>
internal readonly record struct BoundedLine(string Text, bool IsTooLong);
