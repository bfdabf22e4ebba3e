using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>Why nothing is left to start, as JSON.</summary>
internal static class EndJson
{
    /// <summary>What to write of it.</summary>
    /// <param name="session">Whose last question had no answer.</param>
    /// <param name="study">The study.</param>
    /// <param name="budget">The budget that it has.</param>
    public static async Task<Action<Utf8JsonWriter>> ReadAsync(TrialSession session, Study study, Budget? budget)
    {
        var outcome = await session.OutcomeAsync();
        var counts = await session.Record.CountAsync(CancellationToken.None);
        return json =>
        {
            json.WriteString("end", NameOf(outcome.End));
            json.WriteString("message", RunEndText.Of(outcome, study, budget));
            // What others may give back.
            json.WriteNumber("running", counts.Running);
            json.WriteNumber("waiting", counts.Waiting);
        };
    }

    private static string NameOf(RunEnd end) => end switch
    {
        RunEnd.Done => "budget",
        RunEnd.NothingToPropose => "nothing-to-propose",
        RunEnd.AllTried => "all-tried",
        RunEnd.Flat => "flat",
        RunEnd.Stopped => "stopped",
        RunEnd.OutOfTotalTime => "total-time",
        RunEnd.OutOfTime => "time",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "A session does not end so."),
    };
}
