namespace HyperSearch.Training;

/// <summary>Stands on one row and reads it. Used by one thread; what it gives is valid until it moves on.</summary>
internal abstract class RowCursor
{
    public abstract void Move(int row);

    /// <summary>[features]</summary>
    public abstract ReadOnlySpan<float> Input { get; }

    /// <summary>The code of the label, where there are labels.</summary>
    public abstract int Label { get; }

    /// <summary>[outputs], where there are targets.</summary>
    public abstract ReadOnlySpan<float> Targets { get; }

    /// <summary>What the row has in a column to split by.</summary>
    public abstract double Key(int key);
}
