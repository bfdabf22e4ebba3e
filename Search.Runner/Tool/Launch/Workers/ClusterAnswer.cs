using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What a program of a cluster has answered.</summary>
internal sealed record ClusterAnswer(int ExitCode, string Out, string Error)
{
    /// <summary>What it has answered, where it did what it was asked.</summary>
    /// <param name="program">What it is called.</param>
    /// <exception cref="CommandFailedException">It did not.</exception>
    public string OrFail(string program) => ExitCode == 0
        ? Out
        : throw new CommandFailedException($"`{program}` has failed with code {ExitCode}: {SafeText.Lines(Error.Trim())}");
}
