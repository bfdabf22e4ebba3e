namespace HyperSearch.Runner;

/// <summary>A command cannot do what it was asked; the message says why and what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message)
{
    /// <summary>Ends a verb that cannot do what it is to do, before it has changed anything; null where nothing stands in its way.</summary>
    public static void ThrowIf(string? objection)
    {
        if (objection is not null)
            throw new CommandFailedException(objection);
    }
}
