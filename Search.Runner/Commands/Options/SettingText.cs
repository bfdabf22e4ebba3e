namespace HyperSearch.Runner;

/// <summary>A setting as it is typed: <c>lr=0.01 activation=relu</c>.</summary>
internal static class SettingText
{
    /// <summary>The setting of some values, NAME=VALUE each.</summary>
    /// <exception cref="CommandFailedException">One of them is no such pair.</exception>
    /// <exception cref="SpaceException">A name stands twice.</exception>
    public static Setting Parse(IEnumerable<string> values)
    {
        var setting = new Setting();
        foreach (var value in values)
        {
            if (value.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } text])
                throw new CommandFailedException($"A value is given as NAME=VALUE, such as lr=0.01, but it is '{SafeText.Line(value)}'.");
            setting.Add(name, ParameterValue.Of(text));
        }
        return setting;
    }

    /// <summary>The values in words such as "lr=0.01 layers=2"; a word with one value is taken whole, so that the value can have blanks.</summary>
    public static IEnumerable<string> ValuesIn(IEnumerable<string> words) =>
        words.SelectMany(word => word.Count(character => character == '=') > 1 ? word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [word]);
}
