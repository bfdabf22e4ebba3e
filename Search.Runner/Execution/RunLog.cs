using Microsoft.Extensions.Logging;

namespace HyperSearch.Runner;

/// <summary>What a run tells a program's log.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information, "Study {Study} begins with {Workers} workers in {Store}.")]
    public static partial void Begins(ILogger logger, string study, int workers, string store);

    [LoggerMessage(2, LogLevel.Debug, "Trial {Trial} is {State}: {Value}{Error}")]
    public static partial void TrialEnded(ILogger logger, int trial, TrialState state, double? value, string? error);

    [LoggerMessage(3, LogLevel.Warning, "{Warning}")]
    public static partial void Warning(ILogger logger, string warning);

    [LoggerMessage(4, LogLevel.Information, "Study {Study} ended its run after {Trials} trials: {End}")]
    public static partial void Ended(ILogger logger, string study, int trials, string end);
}
