namespace HyperSearch.Runner;

/// <summary>A conversation with another program, in lines.</summary>
/// <param name="input">What it says.</param>
/// <param name="output">What it is told. It never throws.</param>
/// <param name="isBroken">Whether what was told could not be written.</param>
internal sealed class LineChannel(TextReader input, TextWriter output, Func<bool> isBroken)
{
    /// <summary>The most characters of a line.</summary>
    public const int LongestLine = 250_000;

    private readonly BoundedLines _lines = new(input, LongestLine);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when nobody reads any more.</summary>
    public Task Broken => _broken.Task;

    /// <summary>The next line; null at the end. Called by one thread.</summary>
    public BoundedLine? Read() => _lines.Read();

    /// <summary>Writes a line. Safe for use by several threads.</summary>
    public void Write(string line)
    {
        output.WriteLine(line);
        if (isBroken())
            _broken.TrySetResult();
    }
}
