namespace HyperSearch;

/// <summary>A study cannot begin, or be found, as it is asked to; the message says why, and what to do.</summary>
public sealed class StudyException : Exception
{
    public StudyException(string message) : base(message) { }

    public StudyException(string message, Exception inner) : base(message, inner) { }
}
