using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Which store a verb works on.</summary>
internal static class StoreOption
{
    /// <summary>Names the store where the command line does not.</summary>
    public const string Variable = "HYPERSEARCH_STORE";

    public const string DefaultFile = "hypersearch.db";

    public static Option<string> Create() => new("--store")
    {
        Description = $"The SQLite file with the record, or the PostgreSQL database: postgres://user@host/database. Default: ${Variable}, else {DefaultFile} in the working directory.",
        HelpName = "FILE",
    };

    /// <summary>What stands behind it in arguments whose other options are for another command; null where it is not among them.</summary>
    public static string? ValueIn(IReadOnlyList<string> args)
    {
        var option = Create();
        var command = new Command("store") { option };
        command.TreatUnmatchedTokensAsErrors = false;
        return command.Parse([.. args]).GetValue(option);
    }

    /// <summary>The store that is meant where the command line names this one, or none.</summary>
    public static string NameOf(string? option) => option ?? Environment.GetEnvironmentVariable(Variable) ?? DefaultFile;

    /// <summary>Opens the store for writing; a file that does not exist is made.</summary>
    public static SqlStudyStore Open(string? option, StoreOptions? worker = null) => LocationOf(option).Open(worker);

    /// <summary>Opens a store that must be there.</summary>
    /// <exception cref="CommandFailedException">There is no such file.</exception>
    public static SqlStudyStore OpenExisting(string? option, StoreOptions? worker = null)
    {
        var location = LocationOf(option);
        return location.Exists
            ? location.Open(worker ?? new() { ReadsInline = true })
            : throw new CommandFailedException($"There is no store '{location}'. Name another with --store FILE or ${Variable}, or make it by running a study.");
    }

    /// <summary>Opens a store that may not be there: null where there is no such file.</summary>
    public static SqlStudyStore? OpenOrNull(string? option) => LocationOf(option) is { Exists: true } location ? location.Open(new() { ReadsInline = true }) : null;

    /// <summary>Warns of a file in a place where writing to it is not safe.</summary>
    public static async Task WarnAsync(string? option, Output output)
    {
        if (LocationOf(option).Warning is { } warning)
            await output.Error.WriteLineAsync($"Warning: {warning}");
    }

    /// <inheritdoc cref="StoreLocation.CheckpointFolder"/>
    public static string? CheckpointFolder(string? option) => LocationOf(option).CheckpointFolder;

    /// <summary>The files of a store's checkpoints; null where the store has them itself.</summary>
    public static CheckpointFolder? CheckpointFilesOf(string? option) => CheckpointFolder(option) is { } folder ? new(folder) : null;

    private static StoreLocation LocationOf(string? option)
    {
        var name = NameOf(option);
        if (StoreName.Objection(name) is { } objection)
            throw new CommandFailedException((option is null ? $"${Variable}: " : "") + objection);
        return new(name);
    }
}
