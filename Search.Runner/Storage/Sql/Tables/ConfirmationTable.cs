using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>The runs of a study's trials after the search.</summary>
internal static class ConfirmationTable
{
    /// <summary>Adds one, in a transaction.</summary>
    /// <returns>False where there is one of the same trial, kind and replicate.</returns>
    public static bool Insert(DbConnection connection, long study, Confirmation run) => connection.Execute(
        """
        INSERT INTO confirmations (study, trial, kind, replicate, seed, split, value, error, started, finished, ran_on)
        VALUES (@study, @trial, @kind, @replicate, @seed, @split, @value, @error, @started, @finished, @worker)
        ON CONFLICT (study, trial, kind, replicate) DO NOTHING
        """,
        new
        {
            study,
            trial = run.Trial,
            kind = run.IsTest ? "test" : "confirm",
            replicate = run.Replicate,
            seed = unchecked((long)run.Seed),
            split = unchecked((long)run.Split),
            value = run.Value,
            error = StorableText.Of(run.Error),
            started = Timestamps.Of(run.Started),
            finished = Timestamps.Of(run.Finished),
            worker = StorableText.Of(run.Worker),
        }) > 0;

    /// <summary>Those of a study, by trial, kind and replicate.</summary>
    public static IReadOnlyList<Confirmation> Read(DbConnection connection, long study) => RowException.Read("A confirmation", () => connection.ReadRows(
        """
        SELECT trial, kind, replicate, seed, split, value, error, started, finished, ran_on FROM confirmations
        WHERE study = @study ORDER BY trial, kind, replicate
        """,
        row => new Confirmation(row.Int(0), row.Int(2), row.Text(1) == "test")
        {
            Seed = unchecked((ulong)row.Long(3)),
            Split = unchecked((ulong)row.Long(4)),
            Value = row.NumberOrNull(5) is { } value ? FiniteNumber.Require(value) : null,
            Error = row.TextOrNull(6),
            Started = Timestamps.ParseOptional(row.TextOrNull(7)),
            Finished = Timestamps.ParseOptional(row.TextOrNull(8)),
            Worker = row.TextOrNull(9),
        }, ("@study", study)));
}
