namespace HyperSearch.Runner;

/// <summary>A program that runs, with all that it starts. One thread waits for it and ends it; its streams are read by others.</summary>
internal interface IProgramProcess : IDisposable
{
    /// <summary>What it prints.</summary>
    Stream StandardOutput { get; }

    /// <summary>What it prints as errors.</summary>
    Stream StandardError { get; }

    /// <summary>Done when the program itself has ended; what it has started may still run.</summary>
    Task Ended { get; }

    /// <summary>Whether anything of its process group still runs, as far as can be told.</summary>
    bool HasGroup { get; }

    /// <summary>Looks at how much memory it holds; to be called now and then.</summary>
    void Measure();

    /// <summary>Asks it, and what it has started, to end.</summary>
    void AskToEnd();

    /// <summary>Ends at once what is left of it and of all that it has started.</summary>
    /// <returns>How the program ended.</returns>
    ProcessEnd End();
}
