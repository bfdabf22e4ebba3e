namespace HyperSearch.Core;

/// <summary>
/// What <c>suggest.Reject</c> throws: the settings function was given a combination of values that makes no sense. Searches draw
/// another one; who calls the function with such values himself gets this.
/// </summary>
/// <param name="reason">Why, in the words of the settings function.</param>
public sealed class RejectedException(string reason) : Exception($"The settings are rejected: {reason}")
{
    /// <summary>Why, in the words of the settings function.</summary>
    public string Reason { get; } = reason;
}
