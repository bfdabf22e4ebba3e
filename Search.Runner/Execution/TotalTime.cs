using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The time that a study has had, over all runs and processes. Safe for use by several threads.</summary>
/// <remarks>
/// While this process runs trials it goes on with the clock, whatever others do: what runs side by side counts once. When it seems to be
/// used up the record decides, which knows of the moments in which no trial ran.
/// </remarks>
internal sealed class TotalTime
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _limit;
    private readonly IStudyRecord _record;
    private readonly TimeProvider _clock;
    private TimeSpan _known;
    private long _since;

    private TotalTime(TimeSpan limit, IStudyRecord record, TimeProvider clock) => (_limit, _record, _clock) = (limit, record, clock);

    /// <summary>Begins to count.</summary>
    /// <param name="limit">How much the study may have.</param>
    /// <param name="record">What it has had.</param>
    /// <param name="clock">Counts what the run adds.</param>
    public static async Task<TotalTime> BeginAsync(TimeSpan limit, IStudyRecord record, TimeProvider clock)
    {
        var time = new TotalTime(limit, record, clock);
        time.Set(await record.ReadRunningTimeAsync());
        return time;
    }

    public bool IsUsedUp
    {
        get
        {
            lock (_gate)
            {
                if (_known < _limit && _known + _clock.GetElapsedTime(_since) >= _limit)
                    Set(_record.ReadRunningTimeAsync().GetAwaiter().GetResult());
                return _known >= _limit;
            }
        }
    }

    private void Set(TimeSpan known) => (_known, _since) = (known, _clock.GetTimestamp());
}
