namespace HyperSearch.Dashboard;

/// <summary>
/// Says when something may be done again, so that it takes a small share of the time however long it takes: the trials of a study
/// want the same processor and the same disk. Not safe for use by several threads.
/// </summary>
/// <param name="share">The largest share of the time.</param>
internal sealed class Pace(double share)
{
    /// <summary>However quick it is.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);

    /// <summary>However slow it is.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private long _from = TimeProvider.System.GetTimestamp();
    private TimeSpan _spent;

    /// <summary>Whether it may be done now.</summary>
    public bool IsDue => TimeProvider.System.GetElapsedTime(_from) >= Pause;

    private TimeSpan Pause => _spent / share is var pause && pause < Least ? Least : pause > Most ? Most : pause;

    /// <summary>It is done again: from now on time is counted anew.</summary>
    public void Begin() => (_from, _spent) = (TimeProvider.System.GetTimestamp(), TimeSpan.Zero);

    /// <summary>Counts the time of a part of it.</summary>
    /// <param name="part">Which part. The first time it is compiled, and somebody waits for it: that does not go on, and is not counted.</param>
    /// <param name="begun">When it began.</param>
    public void Add(string part, Moment begun)
    {
        if (!_done.Add(part))
            _spent += begun.Spent();
    }

    /// <summary>A moment from which time is measured: on the clock, and on this process's processors, of which it may get little on a busy machine.</summary>
    /// <param name="Time">On the clock.</param>
    /// <param name="Processor">On the processors.</param>
    public readonly record struct Moment(long Time, TimeSpan Processor)
    {
        public static Moment Now => new(TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);

        /// <summary>What has been spent since.</summary>
        public TimeSpan Spent()
        {
            var (time, processor) = (TimeProvider.System.GetElapsedTime(Time), Environment.CpuUsage.TotalTime - Processor);
            return time < processor ? time : processor;
        }
    }
}
