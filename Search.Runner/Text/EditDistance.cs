namespace HyperSearch.Runner;

/// <summary>Finds the word that was meant.</summary>
internal static class EditDistance
{
    /// <summary>The word that takes the fewest keys to get to from what was typed; null where these are many.</summary>
    public static string? Nearest(string text, IEnumerable<string> known)
    {
        var near = known.Select(name => ((string Name, int Distance)?)(name, Between(text.ToLowerInvariant(), name))).MinBy(pair => pair!.Value.Distance) ?? default;
        return near.Name is not null && near.Distance <= Math.Max(1, near.Name.Trim('-').Length / 3) ? near.Name : null;
    }

    /// <summary>A sentence that asks whether that word was meant, behind a space; empty where there is none.</summary>
    public static string Suggestion(string text, IEnumerable<string> known) => Nearest(text, known) is { } near ? $" Did you mean {near}?" : "";

    /// <summary>Damerau and Levenshtein's: how many letters are put in, left out, taken for another, or the wrong way round.</summary>
    public static int Between(string from, string to)
    {
        var distance = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }
                var replaced = distance[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return distance[from.Length, to.Length];
    }
}
