using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Where the verbs that hand out trials to other programs get a study from: its file, or its record.</summary>
internal interface IStudySource
{
    /// <summary>Adds what says which study, and how it is searched.</summary>
    void AddTo(Command command);

    /// <summary>Opens the store.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="worker">Who this process is to the others.</param>
    /// <exception cref="CommandFailedException">It must exist, and does not.</exception>
    IStudyStore OpenStore(ParseResult parsed, StoreOptions worker);

    /// <summary>Opens the study for handing out trials.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="store">Its store.</param>
    /// <param name="interrupt">Gives it up.</param>
    Task<SourcedStudy> OpenAsync(ParseResult parsed, IStudyStore store, CancellationToken interrupt);

    /// <summary>An example of a verb, as this command line would be called.</summary>
    string Example(string verb, string rest);
}
