namespace HyperSearch.Training;

/// <content>Parts of a data set, and several joined.</content>
public sealed partial class Dataset
{
    /// <summary>The first examples; all, if there are not so many.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(Table, _rows.Take(count));
    }

    /// <summary>The examples at the indices, in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of these data.</exception>
    public Dataset Rows(IEnumerable<int> indices) => new(Table, RowSet.Of([.. indices.Select(index => (uint)index < (uint)Count
        ? _rows[index]
        : throw new ArgumentOutOfRangeException(nameof(indices), index, $"{Name} has {Count} examples."))]));

    /// <summary>The examples whose index is chosen, in the order that they have.</summary>
    public Dataset Where(Func<int, bool> chosen) => Rows(Enumerable.Range(0, Count).Where(chosen));

    /// <summary>The examples of both, one after the other: with the same features and targets by name, and the classes and categories of both.</summary>
    /// <exception cref="ArgumentException">Features, targets or preprocessing differ.</exception>
    public static Dataset Join(Dataset first, Dataset second) => DatasetJoin.Of(first, second);

    /// <summary>Deals the examples into three disjoint sets. The first set takes what the fractions leave. With the same share of each
    /// class in each (to within two examples), shuffled; those that do not lie in memory stay in their order. Or by groups.</summary>
    /// <param name="validation">Fraction in [0, 1).</param>
    /// <param name="test">Fraction in [0, 1).</param>
    /// <param name="groupBy">A column (<see cref="CsvOptions.Keys"/>, or a feature): all examples with the same value in it are on one
    /// side, and the fractions are met as nearly as the groups, in random order, allow. Null: no groups.</param>
    /// <exception cref="ArgumentException">The fractions make no sense, there is no such column, or there are too few groups.</exception>
    public (Dataset Training, Dataset Validation, Dataset Test) Split(double validation, double test, ulong seed, string? groupBy = null)
    {
        var sets = Deal(Counts(validation, test), seed, groupBy);
        return (sets[0], sets[1], sets[2]);
    }

    /// <summary>Splits by a column with numbers or times: what comes last is the test set, before it the validation set, before it the
    /// training set. Examples of one time stay together, with the later ones.</summary>
    /// <param name="column">Of <see cref="CsvOptions.Keys"/>, or a feature.</param>
    /// <param name="validation">Fraction in [0, 1).</param>
    /// <param name="test">Fraction in [0, 1).</param>
    /// <exception cref="ArgumentException">The fractions make no sense, there is no such column, or it has neither numbers nor times, or not in each row.</exception>
    public (Dataset Training, Dataset Validation, Dataset Test) SplitByTime(string column, double validation, double test = 0)
    {
        var sets = TimeSplit.Deal(this, column, Counts(validation, test));
        return (With(sets[0]), With(sets[1]), With(sets[2]));
    }

    /// <summary>Deals the examples into so many sets of the same size, stratified or grouped as <see cref="Split"/> does, each of which
    /// is the validation set of one fold, with all others to train on.</summary>
    /// <param name="count">At least 2.</param>
    public IReadOnlyList<Fold> Folds(int count, ulong seed, string? groupBy = null)
    {
        if (count < 2 || count > Count)
            throw new ArgumentException($"`2 ≤ folds ≤ examples` must hold, but there are {count} folds of {Count} examples.");
        var sets = Deal([.. Enumerable.Range(0, count).Select(fold => (int)((long)Count * (fold + 1) / count - (long)Count * fold / count))], seed, groupBy);
        return [.. sets.Select((validation, fold) => new Fold(
            fold + 1,
            With(RowSet.Union([.. sets.Where((_, other) => other != fold).Select(set => set._rows)])),
            validation))];
    }

    /// <summary>Rows of the table that the examples are, as these data have them.</summary>
    internal RowSet TableRows => _rows;

    private Dataset With(RowSet rows) => new(Table, rows);

    private int[] Counts(double validation, double test)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new ArgumentException($"`0 ≤ validation, 0 ≤ test, validation + test < 1` must hold, but validation={validation}, test={test}.");
        int validationCount = (int)Math.Round(Count * validation), testCount = (int)Math.Round(Count * test);
        return [Count - validationCount - testCount, validationCount, testCount];
    }

    private Dataset[] Deal(int[] counts, ulong seed, string? groupBy)
    {
        var sets = groupBy is not null ? GroupedSplit.Deal(this, groupBy, counts, seed)
            : Table.Rows.InMemory ? StratifiedSplit.Deal(this, counts, seed)
            : DrawnSplit.Deal(this, counts, seed);
        return [.. sets.Select(With)];
    }
}
