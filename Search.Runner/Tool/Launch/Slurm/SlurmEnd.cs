namespace HyperSearch.Tool;

/// <summary>Why a task of Slurm waits or has ended, in plain words.</summary>
internal static class SlurmEnd
{
    private static readonly string[] Unfinished = ["PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "SUSPENDED", "REQUEUED", "STAGE_OUT", "SIGNALING", "STOPPED", "RESIZING"];

    /// <summary>Whether a task in this state has ended otherwise than well.</summary>
    public static bool IsBad(string state) => state != "COMPLETED" && !Unfinished.Contains(state, StringComparer.Ordinal);

    /// <param name="state">Its state, a word of Slurm's.</param>
    /// <param name="exit">Its exit code and the signal that ended it, as "1:0"; null where they are not known.</param>
    /// <param name="reason">What Slurm says of it; null for nothing.</param>
    /// <returns>Null where there is nothing to say.</returns>
    public static string? Why(string state, string? exit, string? reason)
    {
        var said = reason is null or "" or "None" ? null : reason;
        return state switch
        {
            "PENDING" => said == "BeginTime" ? "was given back to the queue, and waits for its turn" : said is null ? null : $"waits: {said}",
            "COMPLETED" => "done",
            "CANCELLED" => "was cancelled",
            "TIMEOUT" => "reached the time limit before it had ended",
            "OUT_OF_MEMORY" => "took more memory than it was given: --mem",
            "NODE_FAIL" => "its node failed",
            "PREEMPTED" => "made room for another job",
            _ when IsBad(state) => Code(exit) ?? said,
            _ => null,
        };
    }

    private static string? Code(string? exit) => exit?.Split(':') is [var codeText, var signalText] && int.TryParse(codeText, out var code) && int.TryParse(signalText, out var signal)
        ? signal > 0 ? $"was ended by signal {signal}" : WorkerEnd.Of(code)
        : null;
}
