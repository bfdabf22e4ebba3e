namespace HyperSearch.Runner;

/// <summary>How much of a study is shown: a page must open at once, whatever is on record.</summary>
/// <remarks>
/// The page's own script and style are some 0.9 MB. With these limits the data of a study of 100,000 trials are about 1 MB, and a
/// study of some thousand trials is there with all of them.
/// </remarks>
internal sealed record PageLimits
{
    /// <summary>Where rows of all trials take no more bytes, with their attempts, they are shown.</summary>
    public int BytesOfAllRows { get; init; } = 1_700_000;

    /// <summary>Where all would be more: bytes of the rows that are chosen.</summary>
    public int BytesOfChosenRows { get; init; } = 680_000;

    /// <summary>Measurements in all curves together, where all trials have rows; a curve counts as some more than it has.</summary>
    public int PointsOfAll { get; init; } = 20_000;

    /// <summary>The same where rows are left out.</summary>
    public int PointsOfChosen { get; init; } = 8_000;

    /// <summary>Measurements in one curve.</summary>
    public int PointsOfCurve { get; init; } = 200;

    /// <summary>How many of the best trials are named, and have all of their curves.</summary>
    public int Best { get; init; } = 20;

    /// <summary>How many trials are shown in full at the most; none where they are asked for by themselves.</summary>
    public int Details { get; init; } = 300;

    /// <summary>Bytes of all data after which no further trial is shown in full.</summary>
    public int Bytes { get; init; } = 1_000_000;

    /// <summary>Bytes of trials in full for which there is room in any case.</summary>
    public int BytesOfDetails { get; init; } = 100_000;

    /// <summary>UTF-16 code units of a text of a trial that is shown in full: a note, an error with its stack, the log.</summary>
    public int Characters { get; init; } = 6_000;

    /// <summary>What a file has.</summary>
    public static PageLimits File { get; } = new();

    /// <summary>What a file has of a study that another one is compared with.</summary>
    public static PageLimits Compared { get; } = new() { BytesOfAllRows = 400_000, BytesOfChosenRows = 200_000, PointsOfAll = 4_000, PointsOfChosen = 4_000, Details = 0, Bytes = 0, BytesOfDetails = 0 };

    /// <summary>What a server sends at once: trials in full are asked for.</summary>
    public static PageLimits Server { get; } = new() { Details = 0 };
}
