namespace HyperSearch.Core;

/// <summary>Hears of a rejection itself, since a settings function may catch the exception that tells of it.</summary>
internal interface IRejectable : ISuggest
{
    /// <summary>Why the settings function has rejected its values; null where it has not.</summary>
    string? Rejection { get; }

    /// <summary>The settings function rejects the values that it was given. The first reason counts.</summary>
    void Reject(string reason);
}
