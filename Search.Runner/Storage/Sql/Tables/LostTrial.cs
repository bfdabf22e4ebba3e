using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>A trial that ran in a process that died.</summary>
internal sealed class LostTrial
{
    public int Number { get; init; }

    public int Deaths { get; init; }

    public string? Started { get; init; }

    public int? LastStep { get; init; }

    public double? LastValue { get; init; }

    /// <summary>What the record says of it: what is known.</summary>
    public string Describe(WorkerIdentity worker)
    {
        var times = Deaths == 1 ? "once" : $"{Deaths} times";
        var since = Started is null ? "" : string.Create(CultureInfo.InvariantCulture, $", where it had run since {Timestamps.Parse(Started):yyyy-MM-dd HH:mm:ss} UTC");
        var reported = LastStep is null ? "It had reported nothing." : string.Create(CultureInfo.InvariantCulture, $"Its last measurement was {LastValue:R} at step {LastStep}.");
        const string limit = "The limit is MostAttempts of the study's policy. `trial NUMBER --requeue` has it run again.";
        if (!worker.IsProcess)
            return $"Its lease ran out {times} before its result was told, the last time that of {worker}{since}. {reported}\n{limit}";
        return $"The process died {times} with this trial in it, the last time {worker}{since}. {reported}\n" +
            "A trial ends its process by a stack overflow, by too much memory, by Environment.Exit or Environment.FailFast, or by native code that crashes.\n" +
            limit;
    }
}
