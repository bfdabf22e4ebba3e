using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>What a request asks for, in its query: a name is never a part of a path.</summary>
/// <param name="query">The query.</param>
internal readonly struct Question(IQueryCollection query)
{
    // A study's name is shorter; of a condition that is not even a name is left.
    private const int MostCharacters = 2000, MostTexts = 20;

    /// <summary>A text that must be there once.</summary>
    public string Text(string name) => TextOrNull(name) ?? throw Bad($"`{name}` is missing: ?{name}=…");

    /// <summary>A text that may be there once; null where it is not, or empty.</summary>
    public string? TextOrNull(string name) => Texts(name) switch
    {
        [] => null,
        [var text] => text,
        var several => throw Bad($"`{name}` is there {several.Count} times, but is asked for once."),
    };

    /// <summary>Texts of which there may be several; empty ones are left out.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        string[] texts = [.. query[name].Where(text => !string.IsNullOrEmpty(text)).Select(text => text!)];
        return texts.Length <= MostTexts && Array.TrueForAll(texts, text => text.Length <= MostCharacters)
            ? texts
            : throw Bad($"`{name}` may be there {MostTexts} times at the most, with {MostCharacters} characters each.");
    }

    /// <summary>A whole number from 0 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">Where it is not there; null where it must be.</param>
    /// <param name="most">The largest.</param>
    public int Number(string name, int? otherwise = null, int most = int.MaxValue)
    {
        if (TextOrNull(name) is not { } text)
            return otherwise ?? throw Bad($"`{name}` is missing: ?{name}=0");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Bad($"`{name}` is a whole number from 0 to {most}, but it is '{Shown(text)}'.");
    }

    /// <summary>A question that cannot be answered as it is.</summary>
    public static RefusedException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
