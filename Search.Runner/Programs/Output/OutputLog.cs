using System.Text;

namespace HyperSearch.Runner;

/// <summary>
/// What a program prints, on its way to the log of its trial. The log keeps the beginning and the end; of what comes faster than a
/// record can be written, the middle is left out before it is written at all. Used by one thread at a time.
/// </summary>
/// <param name="log">The trial's log; null where there is none.</param>
internal sealed class OutputLog(TrialLog? log)
{
    private const int MostAtOnce = TrialLog.MostAtEnd;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StringBuilder _waiting = new();
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _began = TimeProvider.System.GetTimestamp();
    private int _written;
    private long _leftOut;

    public void Add(string line)
    {
        if (log is null)
            return;
        if (_clock.GetElapsedTime(_began) >= Interval)
        {
            Flush();
            (_began, _written) = (_clock.GetTimestamp(), 0);
        }
        if (_written + line.Length < MostAtOnce)
        {
            _written += line.Length + 1;
            log.Append(line + "\n");
            return;
        }
        _waiting.Append(line).Append('\n');
        // Cut seldom: each time half of it is moved.
        if (_waiting.Length > 2 * MostAtOnce)
            Cut();
    }

    /// <summary>Has all on its way that is kept.</summary>
    public void Flush()
    {
        if (_waiting.Length == 0)
            return;
        if (_waiting.Length > MostAtOnce)
            Cut();
        if (_leftOut > 0)
            log?.Append($"--- {_leftOut} characters came too fast to be kept ---\n");
        log?.Append(_waiting.ToString());
        _waiting.Clear();
        _leftOut = 0;
    }

    private void Cut()
    {
        var cut = _waiting.Length - MostAtOnce;
        _leftOut += cut;
        _waiting.Remove(0, cut);
    }
}
