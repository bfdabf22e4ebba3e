using System.Diagnostics.CodeAnalysis;

namespace HyperSearch.Runner;

/// <summary>
/// Where a command writes: results to <see cref="Out"/>, which other programs may read; progress and messages to
/// <see cref="Error"/>, which people read. Neither ever throws: what cannot be written is lost, and <see cref="Failure"/> tells
/// of it at the end. Neither passes on what would act on a terminal (<see cref="SafeText"/>).
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The streams belong to whoever gives them.")]
internal sealed class Output
{
    private const int WidthWithoutTerminal = 240;
    private readonly FaultTolerantWriter _out;
    private bool _isOfProcess;

    /// <param name="standardOutput">Takes the results.</param>
    /// <param name="outTerminal">The terminal that shows them; null where there is none.</param>
    /// <param name="standardError">Takes progress and messages.</param>
    /// <param name="errorTerminal">The terminal that shows these; null where there is none.</param>
    /// <param name="answers">Where questions are answered.</param>
    public Output(TextWriter standardOutput, TerminalCapabilities? outTerminal, TextWriter standardError, TerminalCapabilities? errorTerminal, TextReader answers)
    {
        In = answers;
        _out = new(standardOutput);
        var error = new FaultTolerantWriter(standardError);
        LiveRegion = errorTerminal is { CanRedraw: true } ? new(error, errorTerminal.Width) : null;
        HasColor = errorTerminal is { HasColor: true };
        HasBlocks = errorTerminal is not { HasBlocks: false };
        RawOut = outTerminal is null || LiveRegion is null ? _out : LiveRegion.CreateWriterAbove(_out);
        RawError = LiveRegion?.CreateWriterAbove(error) ?? error;
        (Out, Error) = (new SanitizingWriter(RawOut), new SanitizingWriter(RawError));
        Data = outTerminal is null ? RawOut : Out;
        OutWidth = outTerminal?.Width ?? (() => WidthWithoutTerminal);
        OutTerminal = outTerminal;
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary><see cref="Out"/>, exact where it is no terminal: for formats that cannot show a character in another way.</summary>
    public TextWriter Data { get; }

    /// <summary>Where questions are answered: by a person, or by another program. At its end there is nobody to ask.</summary>
    public TextReader In { get; }

    /// <summary>Shows progress in place; null where <see cref="Error"/> is no terminal that can.</summary>
    public LiveRegion? LiveRegion { get; }

    /// <summary>Whether progress may have colours.</summary>
    public bool HasColor { get; }

    /// <summary>Whether progress may have block characters.</summary>
    public bool HasBlocks { get; }

    /// <summary>How many characters a line of <see cref="Out"/> has.</summary>
    public Func<int> OutWidth { get; }

    /// <summary>The terminal that shows <see cref="Out"/>; null where there is none.</summary>
    public TerminalCapabilities? OutTerminal { get; }

    /// <summary><see cref="Out"/> for lines with colours, whose texts are safe: nothing makes them so. On a terminal without colours it passes on none.</summary>
    public TextWriter Colored => OutTerminal is { HasColor: true } ? RawOut : Out;

    /// <summary>Why results could not be written; null where all were.</summary>
    public IOException? Failure => _out.Failure;

    private TextWriter RawOut { get; }

    private TextWriter RawError { get; }

    /// <summary>This process's own streams. What the study itself prints takes the same way, so that it outlives its terminal too.</summary>
    public static Output ForProcess()
    {
        var output = new Output(
            StandardStreams.Writer(1), TerminalCapabilities.Of(1), StandardStreams.Writer(2), TerminalCapabilities.Of(2), StandardStreams.Input());
        output._isOfProcess = true;
        Console.SetOut(output.RawOut);
        Console.SetError(output.RawError);
        return output;
    }

    /// <summary>What the study itself prints, while it runs: it goes on to where it would go without, and to <paramref name="copy"/>.</summary>
    /// <param name="isDataOnOut">Whether another program reads <see cref="Out"/>, so that nothing else may go there.</param>
    /// <param name="copy">Told of all that is printed.</param>
    /// <returns>Takes it back when it is disposed.</returns>
    public IDisposable HandToStudy(bool isDataOnOut, TextReceiver copy) =>
        new StudyConsole(_isOfProcess, new CopyingWriter(isDataOnOut ? RawError : RawOut, copy), new CopyingWriter(RawError, copy));
}
