namespace HyperSearch.Runner;

/// <summary>A request that cannot be answered as it stands; the message says what is wrong with it.</summary>
/// <param name="message">What.</param>
/// <param name="kind">What kind of error it is.</param>
internal class RequestException(string message, string kind = RequestException.OfRequest) : Exception(message)
{
    /// <summary>The request is wrong: it was understood as nothing, and changed nothing.</summary>
    public const string OfRequest = "request";

    /// <summary>The trial is no longer the session's, or was told before: what was told is discarded.</summary>
    public const string Late = "late";

    /// <summary>The study, its strategy or its store cannot go on.</summary>
    public const string OfStudy = "study";

    public string Kind => kind;
}
