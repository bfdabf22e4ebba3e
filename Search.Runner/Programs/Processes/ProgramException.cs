namespace HyperSearch.Runner;

/// <summary>A program has failed. What is recorded is the message alone: where this program found out says nothing.</summary>
internal sealed class ProgramException(string message) : Exception(message)
{
    public override string ToString() => Message;
}
