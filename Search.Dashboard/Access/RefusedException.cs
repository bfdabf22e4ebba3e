using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>A request that is not answered as it was asked; the message says why, in words that whoever asked may see.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">Why.</param>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>There is no study of a name.</summary>
    public static RefusedException NoStudy(string name) => new(StatusCodes.Status404NotFound, $"There is no study '{name}' on record.");
}
