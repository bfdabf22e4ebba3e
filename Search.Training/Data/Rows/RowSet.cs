namespace HyperSearch.Training;

/// <summary>Which rows of a table belong to a data set, in order.</summary>
internal abstract class RowSet
{
    public abstract int Count { get; }

    /// <summary>The table's row at a place of the set.</summary>
    public abstract int this[int place] { get; }

    public static RowSet All(int count) => new RowRange(count);

    public static RowSet Of(int[] rows) => new ListedRows(rows);

    /// <summary>All rows of several sets of one table: in its order where they are told by bits, else one set after the other.</summary>
    public static RowSet Union(IReadOnlyList<RowSet> sets) => sets.All(set => set is RowBits)
        ? RowBits.Union([.. sets.Cast<RowBits>()])
        : Of([.. sets.SelectMany(set => Enumerable.Range(0, set.Count).Select(place => set[place]))]);

    /// <summary>The first ones; all, if there are not so many.</summary>
    public virtual RowSet Take(int count) => count >= Count ? this : new FirstRows(this, Math.Max(count, 0));

    private sealed class RowRange(int count) : RowSet
    {
        public override int Count => count;

        public override int this[int place] =>
            (uint)place < (uint)count ? place : throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {count} rows.");
    }

    private sealed class ListedRows(int[] rows) : RowSet
    {
        public override int Count => rows.Length;

        public override int this[int place] => rows[place];
    }

    private sealed class FirstRows(RowSet rows, int count) : RowSet
    {
        public override int Count => count;

        public override int this[int place] =>
            (uint)place < (uint)count ? rows[place] : throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {count} rows.");
    }
}
