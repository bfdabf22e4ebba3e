using System.Globalization;
using Spectre.Console;

namespace Search.Benchmarks;

/// <summary>A small terminal: what a person sees after a text was written to it, everything that scrolled by included.</summary>
/// <param name="columns">How many cells a line has; a wide character takes two.</param>
internal sealed class TerminalEmulator(int columns)
{
    private readonly List<List<TerminalCell>> _rows = [[]];
    private int _row, _column;
    private TerminalInk _ink;

    /// <summary>The rows, without blanks at their ends.</summary>
    public string Seen => string.Concat(_rows.Select(row => string.Concat(row.Select(cell => cell.Text)).TrimEnd() + "\n")).TrimEnd('\n') + "\n";

    /// <summary>The cells of each row, as far as something was written in it; the second cell of a wide character is empty.</summary>
    public IReadOnlyList<IReadOnlyList<TerminalCell>> Rows => _rows;

    /// <exception cref="NotSupportedException">An escape sequence is none of those that progress is drawn with.</exception>
    public TerminalEmulator Write(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\e')
            {
                var end = i + 2;
                while (!char.IsAsciiLetter(text[end]))
                    end++;
                Obey(text[end], text[(i + 2)..end]);
                i = end + 1;
                continue;
            }
            var element = StringInfo.GetNextTextElement(text, i);
            i += element.Length;
            if (element.Contains('\n', StringComparison.Ordinal))
                (_row, _column) = (_row + 1, 0);
            else if (element == "\r")
                _column = 0;
            else
                Put(element, element.GetCellWidth());
            Reach();
        }
        return this;
    }

    private void Put(string element, int width)
    {
        if (_column + width > columns)
            (_row, _column) = (_row + 1, 0);
        Reach();
        var row = _rows[_row];
        while (row.Count < _column + width)
            row.Add(new(" ", default));
        row[_column] = new(element, _ink);
        for (var i = 1; i < width; i++)
            row[_column + i] = new("", _ink);
        _column += width;
    }

    private void Reach()
    {
        while (_rows.Count <= _row)
            _rows.Add([]);
    }

    private void Obey(char command, string argument)
    {
        switch (command)
        {
            case 'A':
                _row = Math.Max(0, _row - int.Parse(argument, CultureInfo.InvariantCulture));
                break;
            case 'J':
                _rows[_row].RemoveRange(Math.Min(_column, _rows[_row].Count), Math.Max(0, _rows[_row].Count - _column));
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case 'm':
                _ink = _ink.After(argument);
                break;
            default:
                throw new NotSupportedException($"The sequence ESC[{argument}{command} is not known.");
        }
    }
}
