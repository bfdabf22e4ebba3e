namespace HyperSearch.Runner;

/// <summary>The names of attributes in an Optuna file. Those that begin with "hypersearch:" let a study come back as it was.</summary>
internal static class OptunaKeys
{
    /// <summary>Optuna's own, of a study: the names of its metrics.</summary>
    public const string MetricNames = "study:metric_names";

    /// <summary>Optuna's own, of a trial that waits: its setting.</summary>
    public const string FixedValues = "fixed_params";

    /// <summary>Of a study: its parameters in order, which tell what is ordinal and what no trial has had yet.</summary>
    public const string Space = "hypersearch:space";

    /// <summary>Of a study: the values of its own options.</summary>
    public const string Options = "hypersearch:options";

    /// <summary>Optuna's own, of a trial: by how much it misses each constraint, a list of numbers, of which none above 0 is none that it misses.</summary>
    public const string Constraints = "constraints";

    /// <summary>Of a study: what its constraints are.</summary>
    public const string Limits = "hypersearch:constraints";

    /// <summary>Of a study: how many trials it was to have.</summary>
    public const string PlannedTrials = "hypersearch:planned_trials";

    /// <summary>Of a study: the program that its trials run.</summary>
    public const string Program = "hypersearch:program";

    /// <summary>Of a study, for people too.</summary>
    public const string Strategy = "hypersearch:strategy", Seed = "hypersearch:seed";

    /// <summary>Of a trial: how often it was started. It marks a trial that was exported.</summary>
    public const string Attempt = "hypersearch:attempt";

    /// <summary>Of a trial: the place in which its result arrived.</summary>
    public const string FinishOrder = "hypersearch:finish_order";

    /// <summary>Of a trial: what the strategy said of its proposal.</summary>
    public const string Proposal = "hypersearch:proposal";

    /// <summary>Of a trial: why it failed.</summary>
    public const string Error = "error";

    /// <summary>Of a trial: what was noted of it, a list of texts.</summary>
    public const string Notes = "notes";

    /// <summary>Of a trial: the one that it repeats.</summary>
    public const string ReplicateOf = "hypersearch:replicate_of";

    /// <summary>The number of the whole trial, of a metric that has steps as well.</summary>
    public const string WholeTrial = "trial";

    private const string MetricPrefix = "hypersearch:metric:";

    /// <summary>The attribute of a metric: its name, unless another attribute has that.</summary>
    public static string OfMetric(string name) =>
        name is Error or Notes || name.StartsWith("hypersearch:", StringComparison.Ordinal) ? MetricPrefix + name : name;

    /// <summary>The metric of an attribute.</summary>
    public static string MetricOf(string key) => key.StartsWith(MetricPrefix, StringComparison.Ordinal) ? key[MetricPrefix.Length..] : key;
}
