using System.Globalization;

namespace HyperSearch.Core;

/// <summary>
/// Finds one of many options by its value: the first that <see cref="ParameterValue.IsSameAs"/> it. A number is the same as a
/// text that reads as this number, two texts only where they are equal.
/// </summary>
internal sealed class OptionTable
{
    private readonly Dictionary<double, int> _numbers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _numbersInTexts = [];

    public OptionTable(ParameterValue[] options)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i].Text is not { } text)
            {
                _numbers.TryAdd(options[i].Number!.Value, i);
                continue;
            }
            _texts.TryAdd(text, i);
            if (ReadNumber(text) is { } number)
                _numbersInTexts.TryAdd(number, i);
        }
    }

    /// <summary>The index of the option, or −1 where there is none.</summary>
    public int IndexOf(ParameterValue value)
    {
        var (same, read) = value.Text is { } text
            ? (Find(_texts, text), ReadNumber(text) is { } number ? Find(_numbers, number) : int.MaxValue)
            : (Find(_numbers, value.Number!.Value), Find(_numbersInTexts, value.Number.Value));
        return Math.Min(same, read) is var index and < int.MaxValue ? index : -1;
    }

    private static int Find<TKey>(Dictionary<TKey, int> indices, TKey key) where TKey : notnull => indices.GetValueOrDefault(key, int.MaxValue);

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
