using HyperSearch.Strategies;

namespace HyperSearch.Runner;

/// <summary>How the study of a program is run: what may be another when it goes on.</summary>
internal sealed record ProgramSettings
{
    /// <summary>The strategy's name, see <see cref="StrategyNames"/>; null for the one that chooses itself.</summary>
    public string? Strategy { get; init; }

    /// <summary>The pruner's name, see <see cref="PrunerNames"/>; null for none.</summary>
    public string? Pruner { get; init; }

    /// <summary>The study's total of trials.</summary>
    public int? Trials { get; init; }

    /// <summary>The time of one run.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The time of all runs.</summary>
    public TimeSpan? TotalTime { get; init; }

    /// <summary>How long a trial may run.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a trial that fails is run again.</summary>
    public int? Retries { get; init; }

    /// <summary>After how many failures a run stops.</summary>
    public int? MostFailures { get; init; }

    /// <summary>The most bytes of memory of a program.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processor time of a program.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>The accelerators, as CUDA_VISIBLE_DEVICES names them.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [];

    /// <summary>The values of parameters that a queued setting leaves out.</summary>
    public Setting Defaults { get; init; } = [];

    /// <summary>What is set here, else what is set there.</summary>
    public ProgramSettings Or(ProgramSettings other) => new()
    {
        Strategy = Strategy ?? other.Strategy,
        Pruner = Pruner ?? other.Pruner,
        Trials = Trials ?? other.Trials,
        Time = Time ?? other.Time,
        TotalTime = TotalTime ?? other.TotalTime,
        Timeout = Timeout ?? other.Timeout,
        Retries = Retries ?? other.Retries,
        MostFailures = MostFailures ?? other.MostFailures,
        Memory = Memory ?? other.Memory,
        CpuTime = CpuTime ?? other.CpuTime,
        Slots = Slots.Count > 0 ? Slots : other.Slots,
        Defaults = Defaults.WithDefaults(other.Defaults),
    };

    /// <exception cref="StudyException">There is no strategy or pruner of the name, or a number is out of its range.</exception>
    public ProgramSettings Checked()
    {
        Known("strategy", Strategy, StrategyNames.All);
        Known("pruner", Pruner, PrunerNames.All);
        Least("trials", Trials, 1);
        Least("retries", Retries, 0);
        Least("most-failures", MostFailures, 0);
        Least("memory", Memory, 1);
        return this;
    }

    private static void Known<T>(string what, string? name, NamedChoices<T> choices)
    {
        if (name is not null && choices.Find(name) is null)
            throw new StudyException($"There is no {what} '{SafeText.Line(name)}'.{EditDistance.Suggestion(name, choices.Names)} There are {string.Join(", ", choices.Names)}.");
    }

    private static void Least(string what, long? value, long least)
    {
        if (value < least)
            throw new StudyException($"`{what} >= {least}` must hold, but it is {value}.");
    }
}
