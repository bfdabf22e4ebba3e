namespace HyperSearch.Runner;

/// <summary>The verbs that run trials.</summary>
internal enum RunVerb
{
    /// <summary>Makes or continues a study.</summary>
    Run,

    /// <summary>Continues a study that must be on record.</summary>
    Resume,

    /// <summary>Takes part in a study until all of its trials are finished, by whomever.</summary>
    Work,
}
