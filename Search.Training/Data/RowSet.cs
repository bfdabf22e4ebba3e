namespace HyperSearch.Training;

/// <summary>Which rows of a table belong to a data set, in order.</summary>
internal abstract class RowSet
{
    public abstract int Count { get; }

    /// <summary>The table's row at a place of the set.</summary>
    public abstract int this[int place] { get; }

    public static RowSet All(int count) => new Range(0, count);

    public static RowSet Of(int[] rows) => new Listed(rows);

    public abstract RowSet Take(int count);

    private sealed class Range(int first, int count) : RowSet
    {
        public override int Count => count;

        public override int this[int place] => (uint)place < (uint)count ? first + place : throw new ArgumentOutOfRangeException(nameof(place), place, $"There are {count} rows.");

        public override RowSet Take(int fewer) => new Range(first, Math.Min(count, fewer));
    }

    private sealed class Listed(int[] rows) : RowSet
    {
        public override int Count => rows.Length;

        public override int this[int place] => rows[place];

        public override RowSet Take(int fewer) => new Listed(rows[..Math.Min(rows.Length, fewer)]);
    }
}
