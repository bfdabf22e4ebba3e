namespace HyperSearch.Runner;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Nothing more to do: <c>ask</c> found nothing to start, or the trial that <c>tell</c> reports of is to stop.</summary>
    public const int Over = 3;

    /// <summary>128 + SIGINT, as shells expect of a program that was interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGPIPE, as of a program whose results nobody reads to the end.</summary>
    public const int BrokenPipe = 141;
}
