namespace Search.Core;

/// <summary>A study that is opened differs from its record.</summary>
public sealed class StudyChangedException : Exception
{
    public StudyChangedException() { }

    public StudyChangedException(string message) : base(message) { }

    public StudyChangedException(string message, Exception innerException) : base(message, innerException) { }

    /// <param name="study">The study's name.</param>
    /// <param name="differences">One line each, from <see cref="StudyDefinition.DifferencesTo"/>.</param>
    public StudyChangedException(string study, IReadOnlyList<string> differences)
        : this($"Study '{study}' differs from its record:{string.Concat(differences.Select(line => $"\n  {line}"))}\n" +
            "Change it back, or record it anew: under another name (--name) or in another file (--store).")
    {
    }
}
