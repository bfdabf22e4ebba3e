using System.Globalization;

namespace HyperSearch.Training;

/// <summary>Decides which columns of a file are what, by the options and by its first rows.</summary>
internal static class CsvLayout
{
    private const int FirstRows = 1000;
    private const int MostFirstLetters = 1 << 24;   // so that huge fields do not fill the memory
    private const int MostNumberedClasses = 20;
    private const int MostClasses = 1 << 16;

    /// <param name="targets">Null: nothing to predict.</param>
    /// <param name="asNumbers">Whether the targets are numbers whatever the options say.</param>
    /// <exception cref="InvalidDataException">The file has no such columns, or is damaged.</exception>
    public static CsvTableReader Open(string path, IReadOnlyList<string> targets, bool asNumbers, CsvOptions options)
    {
        options.Validate();
        var missing = new CsvMissing(options.MissingTexts);
        var first = FirstOf(path, options, missing);
        var source = new CsvSource(path, options.Separator, options.HasHeader);
        try
        {
            int[] targetPlaces = [.. targets.Select(source.ColumnOf)], keyPlaces = [.. options.Keys.Select(source.ColumnOf)];
            var columns = FeaturePlaces(source, options, [.. targetPlaces, .. keyPlaces])
                .Select(place => Feature(source.Header[place], place, first[place], options)).ToArray();
            if (columns.Length == 0)
                throw new InvalidDataException($"{path}: there must be at least one column beside {CsvText.List(targets.Concat(options.Leave).Concat(options.Keys))}.");
            options.Preprocessing.Validate([.. columns.Select(column => new DataColumn(column.Name, column.Kind, []))]);
            return new CsvTableReader(source, missing, columns,
                [.. targetPlaces.Select(place => Target(source.Header[place], place, asNumbers ? ColumnKind.Number : options.Target ?? KindOfTarget(first[place])))],
                [.. keyPlaces.Select(place => new CsvKey(source.Header[place], place, KindOfKey(first[place])))]);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>For the rows of another file than what was fitted on: the same columns, categories and classes.</summary>
    /// <param name="labels">The known ones, in order, where there is a label; null: the targets are numbers.</param>
    /// <param name="withTargets">Whether to read the targets where the file has them.</param>
    public static CsvTableReader Reopen(string path, Preprocessing fitted, IReadOnlyList<string>? labels, bool withTargets, CsvOptions options)
    {
        options.Validate();
        var source = new CsvSource(path, options.Separator, options.HasHeader);
        try
        {
            var hasTargets = withTargets && fitted.Targets.Count > 0 && fitted.Targets.All(source.Header.Contains);
            return new CsvTableReader(source, new CsvMissing(fitted.MissingTexts),
                [.. fitted.Columns.Select(column => Known(column, source.ColumnOf(column.Name)))],
                hasTargets ? [.. fitted.Targets.Select(name => labels is null
                    ? Target(name, source.ColumnOf(name), ColumnKind.Number)
                    : new(name, source.ColumnOf(name), ColumnKind.Category) { RefusesMissing = true, Known = labels, NewText = text => $"\"{CsvText.Short(text)}\" is none of the classes that were trained on: {CsvText.List(labels)}." })] : [],
                []);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Whether a target that was taken for a class because of its first rows cannot be one after all.</summary>
    public static bool LooksLikeNumbers(IReadOnlyList<string> classes) => classes.Count > MostNumberedClasses && classes.All(IsNumber);

    private static CsvColumn Feature(string name, int place, HashSet<string> first, CsvOptions options)
    {
        var kind = options.Kinds.TryGetValue(name, out var own) ? own : KindOf(first);
        return new(name, place, kind, options.MostCategories) { RefusesMissing = options.Preprocessing.MissingIn(name, kind) == MissingValues.Refused };
    }

    /// <summary>Categories that are not known have the last code, whose text is empty, as none that is read can be.</summary>
    private static CsvColumn Known(FittedColumn fitted, int place)
    {
        string[] texts = [.. fitted.Categories.OfType<string>()];
        var refuses = fitted.Unknown == UnknownCategories.Refused;
        return new(fitted.Name, place, fitted.Kind)
        {
            RefusesMissing = double.IsNaN(fitted.Missing) || (refuses && fitted.Missing < 0 && fitted.Kind == ColumnKind.Category),
            Known = fitted.Kind == ColumnKind.Category ? [.. texts, ""] : [],
            Others = fitted.Kind == ColumnKind.Category && !refuses ? texts.Length : null,
            NewText = refuses ? text => $"{Preprocessing.Refusal(fitted, text)}." : null,
        };
    }

    private static CsvColumn Target(string name, int place, ColumnKind kind) => new(name, place, kind, MostClasses) { RefusesMissing = true };

    private static IEnumerable<int> FeaturePlaces(CsvSource source, CsvOptions options, int[] others)
    {
        foreach (var name in options.Kinds.Keys)
            source.ColumnOf(name);
        int[] left = [.. options.Leave.Select(source.ColumnOf), .. others];
        if (options.Columns is null)
            return Enumerable.Range(0, source.Header.Count).Except(left);
        int[] chosen = [.. options.Columns.Select(source.ColumnOf)];
        var wrong = chosen.Intersect(left).ToArray();
        if (wrong.Length > 0 || chosen.Distinct().Count() != chosen.Length)
            throw new ArgumentException($"{source.Path}: a feature is chosen once, and is neither the target nor left out nor split by, but the columns are {CsvText.List(options.Columns)}.");
        return chosen;
    }

    /// <summary>The different values of each column in the first rows.</summary>
    private static HashSet<string>[] FirstOf(string path, CsvOptions options, CsvMissing missing)
    {
        using var source = new CsvSource(path, options.Separator, options.HasHeader);
        HashSet<string>[] first = [.. source.Header.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        var letters = 0L;
        for (var row = 0; row < FirstRows && letters < MostFirstLetters && source.Read(); row++)
        {
            for (var column = 0; column < first.Length; column++)
            {
                letters += source.Field(column).Length;
                if (!missing.Is(source.Field(column)))
                    first[column].Add(source.Text(column));
            }
        }
        return first;
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Of a feature, from its different values in the first rows.</summary>
    public static ColumnKind KindOf(HashSet<string> first) => first.All(IsNumber) ? ColumnKind.Number : ColumnKind.Category;

    /// <summary>Of a target, likewise.</summary>
    public static ColumnKind KindOfTarget(HashSet<string> first) =>
        first.All(IsNumber) && (first.Count > MostNumberedClasses || !first.All(text => double.IsInteger(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))))
            ? ColumnKind.Number
            : ColumnKind.Category;

    private static CsvKeyKind KindOfKey(HashSet<string> first) =>
        first.All(IsNumber) ? CsvKeyKind.Number
        : first.All(text => CsvKey.TryTime(text, out _)) ? CsvKeyKind.Time
        : CsvKeyKind.Text;
}
