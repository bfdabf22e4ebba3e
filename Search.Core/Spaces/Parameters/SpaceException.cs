namespace HyperSearch;

/// <summary>A space that contradicts itself, or a value outside of it. The message names the parameter and the values.</summary>
public sealed class SpaceException : Exception
{
    public SpaceException() { }

    public SpaceException(string message) : base(message) { }

    public SpaceException(string message, Exception innerException) : base(message, innerException) { }
}
