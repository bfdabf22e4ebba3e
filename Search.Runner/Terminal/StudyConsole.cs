namespace HyperSearch.Runner;

/// <summary>Has the console's writers be others until it is disposed.</summary>
internal sealed class StudyConsole : IDisposable
{
    private readonly (TextWriter Out, TextWriter Error)? _before;

    /// <param name="isOfProcess">Whether the console is this program's to change.</param>
    /// <param name="standardOutput">What <see cref="Console.Out"/> is to be.</param>
    /// <param name="standardError">What <see cref="Console.Error"/> is to be.</param>
    public StudyConsole(bool isOfProcess, TextWriter standardOutput, TextWriter standardError)
    {
        if (!isOfProcess)
            return;
        _before = (Console.Out, Console.Error);
        Console.SetOut(standardOutput);
        Console.SetError(standardError);
    }

    public void Dispose()
    {
        if (_before is not { } before)
            return;
        Console.SetOut(before.Out);
        Console.SetError(before.Error);
    }
}
