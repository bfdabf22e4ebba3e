namespace HyperSearch.Training;

/// <summary>What becomes of the numbers of a window.</summary>
public enum PoolingKind
{
    /// <summary>Their greatest; its gradient goes to where it was found, the first place of equal ones.</summary>
    Max,

    /// <summary>Their mean.</summary>
    Average,
}
