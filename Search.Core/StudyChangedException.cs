namespace HyperSearch.Core;

/// <summary>A study that is opened differs from its record.</summary>
public sealed class StudyChangedException : Exception
{
    public StudyChangedException() { }

    public StudyChangedException(string message) : base(message) { }

    public StudyChangedException(string message, Exception innerException) : base(message, innerException) { }

    /// <param name="study">The study's name.</param>
    /// <param name="differences">One line each, from <see cref="StudyDefinition.DifferencesTo"/>.</param>
    /// <param name="isWidening">Whether the study may go on all the same: see <see cref="IStudyStore.WidenAsync"/>.</param>
    public StudyChangedException(string study, IReadOnlyList<string> differences, bool isWidening = false)
        : this(Describe("differs from its record", study, differences) +
            (isWidening ? "\nOr go on in the wider space, in which all trials on record stay valid: --allow-widening." : ""))
    {
    }

    /// <summary>A study that was to be widened differs from its record in more than that.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="objections">One line each, from <see cref="StudyDefinition.ObjectionsToWidening"/>.</param>
    public static StudyChangedException MoreThanWidening(string study, IReadOnlyList<string> objections) =>
        new(Describe("differs from its record by more than a widening", study, objections));

    private static string Describe(string differs, string study, IReadOnlyList<string> lines) =>
        $"Study '{study}' {differs}:{string.Concat(lines.Select(line => $"\n  {line}"))}\n" +
        "Change it back, or record it anew: under another name (--name) or in another file (--store).";
}
