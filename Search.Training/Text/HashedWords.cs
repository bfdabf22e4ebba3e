using System.Text;

namespace HyperSearch.Training;

/// <summary>
/// A text as a row of numbers, without a vocabulary: each word, and each phrase of neighbouring words, is counted in the place that its hash
/// gives (Weinberger et al. 2009, without signs); then the row is divided by its length √Σ x².
/// </summary>
/// <param name="Size">Places: the more, the fewer words share one. 1 … 1,048,576.</param>
/// <param name="LongestPhrase">1: words alone; 2: pairs of neighbours as well, and so on, up to 5.</param>
/// <param name="Logarithmic">Whether n of a kind count as 1 + ln n, so that no word outweighs all others by being said often.</param>
public sealed record HashedWords(int Size = 4096, int LongestPhrase = 2, bool Logarithmic = false)
{
    private const int MostPlaces = 1 << 20, MostWords = 5;

    /// <summary>[<see cref="Size"/>]; all zero for a text without a word.</summary>
    /// <exception cref="ArgumentException">Size or length of phrases is out of range.</exception>
    public float[] Row(string text)
    {
        Validate();
        var row = new float[Size];
        Fill(text, row);
        return row;
    }

    /// <param name="row">[Size], all zero.</param>
    internal void Fill(string text, Span<float> row)
    {
        // The hashes of the phrases that end at the word before, the shortest first.
        var before = new List<uint>(LongestPhrase);
        var now = new List<uint>(LongestPhrase);
        foreach (var word in Words.Plain(text))
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            now.Clear();
            now.Add(Fnv1a(bytes, Fnv1aStart));
            foreach (var phrase in before.Take(LongestPhrase - 1))
                now.Add(Fnv1a(bytes, Fnv1a(" "u8, phrase)));
            foreach (var hash in now)
                row[(int)(hash % (uint)Size)]++;
            (before, now) = (now, before);
        }
        double squares = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (Logarithmic && row[i] > 0)
                row[i] = 1 + MathF.Log(row[i]);
            squares += (double)row[i] * row[i];
        }
        for (var i = 0; i < row.Length && squares > 0; i++)
            row[i] = (float)(row[i] / Math.Sqrt(squares));
    }

    internal void Validate()
    {
        if (Size is < 1 or > MostPlaces)
            throw new ArgumentException($"Hashed words: `1 ≤ size ≤ {MostPlaces}` must hold, but size={Size}.");
        if (LongestPhrase is < 1 or > MostWords)
            throw new ArgumentException($"Hashed words: `1 ≤ longest phrase ≤ {MostWords}` must hold, but it is {LongestPhrase}.");
    }

    private const uint Fnv1aStart = 2166136261;

    /// <summary>The hash of Fowler, Noll and Vo, 32 bits, of UTF-8: the same on every machine. Continues a hash of what came before.</summary>
    private static uint Fnv1a(ReadOnlySpan<byte> bytes, uint hash)
    {
        foreach (var one in bytes)
            hash = (hash ^ one) * 16777619;
        return hash;
    }
}
