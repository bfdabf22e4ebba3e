using System.Text;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>
/// What one attempt at a trial prints, on its way to the record: its beginning and its end, of bounded length. Safe for use by
/// several threads.
/// </summary>
internal sealed class TrialLog : IDisposable
{
    /// <summary>So many characters of the beginning are kept, and so many of the end.</summary>
    public const int MostAtBeginning = 32 << 10, MostAtEnd = 96 << 10;

    private const int MostInPiece = 4 << 10;

    // What was printed before a process is killed is on record but for the last moment.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<TrialLog?> OfThisFlow = new();

    private readonly Lock _lock = new();
    private readonly IStudyRecord _record;
    private readonly Trial _trial;

    // Most trials print nothing.
    private Timer? _timer;
    private StringBuilder? _waiting;
    private Queue<(int Number, int Length)>? _end;
    private int _pieces;
    private int _lengthOfBeginning;
    private int _lengthOfEnd;
    private bool _isOver;

    public TrialLog(IStudyRecord record, Trial trial) => (_record, _trial) = (record, trial);

    /// <summary>That of the trial in which the calling code runs; null outside of trials.</summary>
    public static TrialLog? Current => OfThisFlow.Value;

    /// <summary>Has what is printed in <paramref name="run"/>, and by what that starts, be of this trial.</summary>
    public T During<T>(Func<T> run)
    {
        OfThisFlow.Value = this;
        try
        {
            return run();
        }
        finally
        {
            OfThisFlow.Value = null;
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (_isOver || text.IsEmpty)
                return;
            _waiting ??= new();
            if (_waiting.Length == 0)
                (_timer ??= new(_ => Flush())).Change(Delay, Timeout.InfiniteTimeSpan);
            for (; _waiting.Length + text.Length > MostInPiece; Write())
            {
                var room = MostInPiece - _waiting.Length;
                _waiting.Append(text[..room]);
                text = text[room..];
            }
            _waiting.Append(text);
        }
    }

    /// <summary>Has on its way to the record what was printed, before the trial's result; what comes later goes nowhere.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Write();
            _isOver = true;
        }
        _timer?.Dispose();
    }

    private void Flush()
    {
        lock (_lock)
        {
            if (!_isOver)
                Write();
        }
    }

    private void Write()
    {
        if (_waiting is null or { Length: 0 })
            return;
        var piece = new TrialLogPiece(_trial.Number, _trial.Attempt, _pieces++, _waiting.ToString());
        _waiting.Clear();
        var dropped = new List<int>();
        if (_lengthOfBeginning + piece.Text.Length <= MostAtBeginning && _end is null)
        {
            _lengthOfBeginning += piece.Text.Length;
        }
        else
        {
            _end ??= new();
            _end.Enqueue((piece.Number, piece.Text.Length));
            _lengthOfEnd += piece.Text.Length;
            while (_lengthOfEnd > MostAtEnd)
            {
                var (number, length) = _end.Dequeue();
                _lengthOfEnd -= length;
                dropped.Add(number);
            }
        }
        _record.ReportLog(_trial, piece, dropped);
    }
}
