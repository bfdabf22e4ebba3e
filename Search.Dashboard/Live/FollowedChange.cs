namespace HyperSearch.Dashboard;

/// <summary>What has happened to a study's trials between two looks, by their numbers.</summary>
internal sealed class FollowedChange
{
    /// <summary>At most so many trials are named of each kind; counts tell of the others.</summary>
    public const int MostNamed = 200;

    /// <summary>Whether anything has.</summary>
    public bool IsAny { get; set; }

    /// <summary>Those that a process has begun, or begun again.</summary>
    public SortedSet<int> Started { get; } = [];

    /// <summary>Those that run and have reported.</summary>
    public SortedSet<int> Reported { get; } = [];

    /// <summary>Those that have a result.</summary>
    public SortedSet<int> Ended { get; } = [];

    /// <summary>Adds what came after it.</summary>
    public void Add(FollowedChange next)
    {
        IsAny |= next.IsAny;
        Started.UnionWith(next.Started);
        Reported.UnionWith(next.Reported);
        Ended.UnionWith(next.Ended);
    }
}
