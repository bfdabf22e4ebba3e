namespace HyperSearch.Runner;

/// <summary>
/// Tells from how long proposals took whether the next one may be made while nobody else can write: a quick one may, which spares
/// asking twice how far the study is; a slow one would hold all others up.
/// </summary>
/// <remarks>
/// A slow proposal sends those after it outside, more of them each time, since a strategy is rarely slow only once. Many quick ones
/// make up for one, since a process that had to wait for its core seemed slow. Used by whoever has the turn to propose.
/// </remarks>
internal sealed class ProposalLatency
{
    /// <summary>The longest that a quick proposal takes.</summary>
    public static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest that a proposal may take to be made while others wait, where it would never be made otherwise: well below what they wait.</summary>
    public static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(20);

    private const int Fewest = 4, Most = 1024, MakeUpForOne = 256;

    // The first proposal is compiled, and nothing is known of it.
    private int _outside = 1;
    private int _nextOutside = Fewest;
    private int _quick;
    private TimeSpan _last = TimeSpan.MaxValue;

    /// <summary>Whether the next proposal is expected to be quick.</summary>
    public bool IsFast => _outside == 0;

    /// <summary>Whether others can bear to wait for a proposal as long as the last one took.</summary>
    public bool IsTolerable => _last <= Tolerable;

    /// <summary>Tells how long a proposal took.</summary>
    public void Record(TimeSpan time)
    {
        _last = time;
        if (time > Fast)
        {
            (_outside, _nextOutside, _quick) = (_nextOutside, Math.Min(2 * _nextOutside, Most), 0);
            return;
        }
        _outside = Math.Max(0, _outside - 1);
        if (++_quick % MakeUpForOne == 0)
            _nextOutside = Math.Max(Fewest, _nextOutside / 2);
    }
}
