namespace HyperSearch.Training;

/// <summary>Texts, each of one of several classes. Immutable.</summary>
public sealed class TextSet
{
    private TextSet(string name, IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> classNames)
    {
        Name = name;
        Texts = texts;
        Labels = labels;
        ClassNames = classNames;
    }

    public string Name { get; }

    public int Count => Texts.Count;

    public IReadOnlyList<string> Texts { get; }

    /// <summary>One for each text: the place of its class in <see cref="ClassNames"/>.</summary>
    public IReadOnlyList<int> Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>A folder with a folder for each class, which is its name, and a text in each file of it: UTF-8, at most 1 MB. Files whose names begin with a dot are
    /// left out.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are fewer than two classes, or no texts, or more than can be: 1,000,000 of them, or 1 GB.</exception>
    public static TextSet OpenFolder(string path) => TextFiles.ReadFolder(path);

    /// <summary>A text file of values with a header: a column of texts, in quotes where they have commas or line breaks, and one of class names.</summary>
    /// <exception cref="InvalidDataException">A column is not there, a value is missing, a row is longer than 1 MB, or there are fewer than two classes or
    /// more than 1 GB of texts.</exception>
    public static TextSet OpenCsv(string path, string textColumn, string labelColumn) => TextFiles.ReadCsv(path, textColumn, labelColumn);

    /// <param name="labels">One for each text, 0 … classes − 1.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, there are no texts, or a label is out of range.</exception>
    public static TextSet FromArrays(string name, IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> classNames)
    {
        if (texts.Count == 0 || texts.Count != labels.Count)
            throw new ArgumentException($"{name}: there must be at least one text, and a label for each, but there are {texts.Count} texts and {labels.Count} labels.");
        foreach (var label in labels)
        {
            if (label < 0 || label >= classNames.Count)
                throw new ArgumentException($"{name}: labels must lie in 0 … {classNames.Count - 1}, but one is {label}.");
        }
        return new(name, [.. texts], [.. labels], [.. classNames]);
    }

    /// <summary>Two sets, shuffled, with the same share of each class in each, to within a text.</summary>
    /// <param name="validation">Fraction in [0, 1) of the second set.</param>
    public (TextSet Training, TextSet Validation) Split(double validation, ulong seed)
    {
        if (validation is not (>= 0 and < 1))
            throw new ArgumentException($"`0 ≤ validation < 1` must hold, but validation={validation}.");
        int[] order = [.. Enumerable.Range(0, Count)];
        new RandomNumbers(seed, RandomPurpose.Split).Shuffle(order);
        var held = order.GroupBy(i => Labels[i]).SelectMany(group => group.Take((int)Math.Round(group.Count() * validation))).ToHashSet();
        return (Of([.. order.Where(i => !held.Contains(i))]), Of([.. order.Where(held.Contains)]));
    }

    /// <summary>So many texts of each class, the first ones; fewer where there are fewer.</summary>
    public TextSet TakeOfEach(int count) =>
        Of([.. Enumerable.Range(0, Count).GroupBy(i => Labels[i]).SelectMany(group => group.Take(count)).Order()]);

    /// <summary>The texts themselves, and so many changed copies of each.</summary>
    /// <exception cref="ArgumentException">Copies are negative, or a probability is not in [0, 1].</exception>
    public TextSet Augmented(TextAugmentation augmentation, int copies, ulong seed)
    {
        augmentation.Validate();
        if (copies < 0)
            throw new ArgumentException($"`copies ≥ 0` must hold, but copies={copies}.");
        var changed = from copy in Enumerable.Range(0, copies)
                      from i in Enumerable.Range(0, Count)
                      select augmentation.Apply(Texts[i], seed, ((ulong)copy << 32) | (uint)i);
        return new(Name, [.. Texts, .. changed], [.. Enumerable.Repeat(Labels, copies + 1).SelectMany(labels => labels)], ClassNames);
    }

    /// <summary>Rows for the trainer.</summary>
    /// <exception cref="ArgumentException">They are more numbers than an array can have: take fewer places or texts.</exception>
    public Dataset ToDataset(HashedWords? words = null)
    {
        words ??= new();
        words.Validate();
        if ((long)Count * words.Size > Array.MaxLength)
            throw new ArgumentException($"{Name}: {Count} texts of {words.Size} places are too many numbers: there can be at most {Array.MaxLength}.");
        var inputs = new float[Count * words.Size];
        for (var i = 0; i < Count; i++)
            words.Fill(Texts[i], inputs.AsSpan(i * words.Size, words.Size));
        return Dataset.FromArrays(Name, inputs, [.. Labels], ClassNames.Count, classNames: ClassNames);
    }

    private TextSet Of(int[] rows) => new(Name, [.. rows.Select(row => Texts[row])], [.. rows.Select(row => Labels[row])], ClassNames);
}
