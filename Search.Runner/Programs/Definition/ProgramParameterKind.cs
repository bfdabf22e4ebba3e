namespace HyperSearch.Runner;

/// <summary>What a parameter of a program draws from; the names in lower case are the words of the grammar.</summary>
internal enum ProgramParameterKind
{
    /// <summary>A real number.</summary>
    Uniform,

    /// <summary>A real number on a log scale.</summary>
    Log,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>A whole number on a log scale.</summary>
    LogInt,

    /// <summary>One of several options without order.</summary>
    Choice,

    /// <summary>One of several options in order.</summary>
    Ordinal,

    /// <summary>On or off.</summary>
    Flag,
}
