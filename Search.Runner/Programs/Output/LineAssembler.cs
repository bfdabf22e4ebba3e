using System.Text;

namespace HyperSearch.Runner;

/// <summary>
/// Makes lines of bytes as they come, as a terminal would show them: a carriage return begins the line anew, and sequences that
/// colour text or move the cursor are left out. Of a long line the beginning is kept.
/// </summary>
/// <param name="take">Is given each line, without its end.</param>
internal sealed class LineAssembler(Action<string> take)
{
    /// <summary>So many characters of a line are kept.</summary>
    public const int MostInLine = 64 << 10;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private readonly char[] _characters = new char[8 << 10];
    private bool _isReturned;
    private EscapeState _escape;

    private enum EscapeState
    {
        None,
        Begun,
        Sequence,
        Text,
        TextEnd,
    }

    /// <summary>Takes the next bytes. What is no UTF-8 becomes the replacement character.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, _characters, flush: false, out var used, out var count, out _);
            bytes = bytes[used..];
            foreach (var character in _characters.AsSpan(0, count))
                Add(character);
        }
    }

    /// <summary>Gives the last line, if it has no end.</summary>
    public void End()
    {
        if (_line.Length > 0)
            EndLine();
    }

    private void Add(char character)
    {
        if (_escape != EscapeState.None)
        {
            _escape = AfterEscape(character);
            if (character != '\n')
                return;
        }
        switch (character)
        {
            case '\n':
                EndLine();
                break;
            case '\r':
                _isReturned = true;
                break;
            case '\u001b':
                _escape = EscapeState.Begun;
                break;
            case '\b':
                _line.Length = Math.Max(0, _line.Length - 1);
                break;
            default:
                Append(character);
                break;
        }
    }

    private void Append(char character)
    {
        if (_isReturned)
            _line.Clear();
        _isReturned = false;
        if (_line.Length < MostInLine && (character == '\t' || !char.IsControl(character)))
            _line.Append(character);
    }

    private void EndLine()
    {
        _escape = EscapeState.None;
        _isReturned = false;
        var line = _line.ToString();
        _line.Clear();
        take(line);
    }

    // ESC [ parameters letter; ESC ] text BEL, or with ESC \ at its end; ESC character.
    private EscapeState AfterEscape(char character) => _escape switch
    {
        EscapeState.Begun => character switch { '[' => EscapeState.Sequence, ']' => EscapeState.Text, _ => EscapeState.None },
        EscapeState.Sequence => character is >= '@' and <= '~' ? EscapeState.None : EscapeState.Sequence,
        EscapeState.Text => character switch { '\a' => EscapeState.None, '\u001b' => EscapeState.TextEnd, _ => EscapeState.Text },
        _ => EscapeState.None,
    };
}
