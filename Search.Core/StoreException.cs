namespace HyperSearch.Core;

/// <summary>A store cannot be read or written; the message says why and what to do. Nothing in it was changed.</summary>
public sealed class StoreException : Exception
{
    public StoreException() { }

    public StoreException(string message) : base(message) { }

    public StoreException(string message, Exception innerException) : base(message, innerException) { }
}
