namespace HyperSearch.Training;

/// <summary>
/// Changes a text a little, so that few of them say more: words, which are what stands between blanks, are dropped, said twice, swapped and
/// moved, in this order. Wei and Zou 2019 (EDA), section 2, without its synonyms.
/// </summary>
/// <param name="Drop">Probability with which each word is left out; one word always stays.</param>
/// <param name="Repeat">Probability with which each word is said twice.</param>
/// <param name="Swap">Probability with which each word changes places with another one.</param>
/// <param name="Move">Probability with which each word is taken out and put somewhere else.</param>
public sealed record TextAugmentation(double Drop = 0, double Repeat = 0, double Swap = 0, double Move = 0)
{
    /// <summary>The text changed, with one blank between words. The same numbers give the same text on every machine.</summary>
    /// <param name="stream">Of this text and this copy of it.</param>
    /// <exception cref="ArgumentException">A probability is not in [0, 1].</exception>
    public string Apply(string text, ulong seed, ulong stream = 0)
    {
        Validate();
        var random = new RandomNumbers(seed, RandomPurpose.Augment, stream);
        var words = new List<string>();
        var all = Words.BetweenBlanks(text);
        foreach (var word in all)
        {
            if (random.NextDouble() < Drop)
                continue;
            words.Add(word);
            if (random.NextDouble() < Repeat)
                words.Add(word);
        }
        if (words.Count == 0 && all.Length > 0)
            words.Add(all[random.NextInt(all.Length)]);
        for (var i = 0; i < words.Count && words.Count > 1; i++)
        {
            if (random.NextDouble() < Swap)
            {
                var other = Other(i, words.Count, ref random);
                (words[i], words[other]) = (words[other], words[i]);
            }
        }
        for (var i = 0; i < words.Count && words.Count > 1; i++)
        {
            if (random.NextDouble() < Move)
            {
                var (word, place) = (words[i], Other(i, words.Count, ref random));
                words.RemoveAt(i);
                words.Insert(place, word);
            }
        }
        return string.Join(' ', words);
    }

    internal void Validate()
    {
        if (!(Drop is >= 0 and <= 1 && Repeat is >= 0 and <= 1 && Swap is >= 0 and <= 1 && Move is >= 0 and <= 1))
            throw new ArgumentException($"Text augmentation: probabilities must lie in [0, 1], but drop={Drop}, repeat={Repeat}, swap={Swap}, move={Move}.");
    }

    /// <summary>One of the other places, each as likely.</summary>
    private static int Other(int place, int count, ref RandomNumbers random)
    {
        var other = random.NextInt(count - 1);
        return other < place ? other : other + 1;
    }
}
