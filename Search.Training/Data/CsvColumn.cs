using System.Text;

namespace HyperSearch.Training;

/// <summary>Reads the fields of one column as numbers: the numbers that they are, or codes of their texts.</summary>
internal sealed class CsvColumn
{
    private const int LongestText = 4096;

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];
    private char[] _characters = new char[64];

    /// <param name="place">In the rows of the file.</param>
    /// <param name="most">Different texts.</param>
    public CsvColumn(string name, int place, ColumnKind kind, int most = int.MaxValue)
    {
        (Name, Place, Kind, Most) = (name, place, kind, most);
        _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Name { get; }

    public int Place { get; }

    public ColumnKind Kind { get; }

    public int Most { get; }

    /// <summary>Whether a missing value is an error.</summary>
    public bool RefusesMissing { get; init; }

    /// <summary>What is said of a text that is new, where only <see cref="Known"/> ones are taken.</summary>
    public Func<string, string>? NewText { get; init; }

    /// <summary>The code of every text that is new; null: each gets its own.</summary>
    public int? Others { get; init; }

    /// <summary>The texts that there are before the first row, with the first codes.</summary>
    public IReadOnlyList<string> Known
    {
        init
        {
            foreach (var text in value)
                Add(text);
        }
    }

    /// <summary>What the codes stand for, in the order in which the texts were met.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <returns>A number or a code; NaN where the value is missing.</returns>
    /// <exception cref="InvalidDataException">It is none; the message says where.</exception>
    public float Read(CsvSource source, CsvMissing missing)
    {
        var field = source.Field(Place);
        if (missing.Is(field))
            return RefusesMissing ? throw source.Error(Place, "the value is missing.") : float.NaN;
        if (Kind == ColumnKind.Number)
        {
            return CsvText.TryNumber(field, out var number)
                ? number
                : throw source.Error(Place, $"\"{CsvText.Short(source.Text(Place))}\" is no finite number.");
        }
        if (_characters.Length < field.Length)
            _characters = new char[field.Length];
        var text = _characters.AsSpan(0, Encoding.UTF8.GetChars(field, _characters));
        return _lookup.TryGetValue(text, out var code) ? code : AddNew(source, text.ToString());
    }

    private int AddNew(CsvSource source, string text)
    {
        if (NewText is not null)
            throw source.Error(Place, NewText(text));
        if (Others is { } others)
            return others;
        if (text.Length > LongestText)
            throw source.Error(Place, $"a category has at most {LongestText} letters, but this text has {text.Length}: leave the column out.");
        if (_texts.Count >= Most)
            throw source.Error(Place, $"\"{CsvText.Short(text)}\" is a new category, but there can be at most {Most}, which are there already: leave the column out if it identifies the rows, say that it is a number, or allow more.");
        return Add(text);
    }

    private int Add(string text)
    {
        _codes.Add(text, _texts.Count);
        _texts.Add(text);
        return _texts.Count - 1;
    }
}
