using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>The artifacts of a study's trials, as rows that name their contents. Each write is to be run inside a transaction.</summary>
internal static class ArtifactTable
{
    /// <summary>The artifacts of a study's trials, by trial and name.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="study">The study's id.</param>
    /// <param name="set">Of which trials; null for all.</param>
    public static IReadOnlyList<TrialArtifact> Read(DbConnection connection, long study, TrialSet? set) =>
    [
        .. connection.ReadRows("SELECT trial, name, size, content FROM artifacts WHERE study = @study" + TrialSet.And(set, "trial"),
                row => new TrialArtifact(row.Int(0), row.Text(1), row.Long(2), row.Text(3)), TrialSet.ParametersOf(set, study))
            .OrderBy(artifact => artifact.Trial).ThenBy(artifact => artifact.Name, StringComparer.Ordinal),
    ];

    /// <summary>Writes the row of an artifact.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="study">The study's id.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="artifact">What it has left.</param>
    /// <param name="worker">Who runs the trial.</param>
    /// <param name="replaced">The content that it had under the name before; null for none, or for the same.</param>
    /// <returns>False where the worker does not hold the trial.</returns>
    public static bool Insert(DbConnection connection, long study, Trial trial, TrialArtifact artifact, long worker, out string? replaced)
    {
        var key = new { study, number = trial.Number, attempt = trial.Attempt, worker, artifact.Name, artifact.Size, artifact.Sha256 };
        var before = connection.ExecuteScalar<string?>("SELECT content FROM artifacts WHERE study = @study AND trial = @number AND name = @Name", key);
        replaced = before == artifact.Sha256 ? null : before;
        return connection.Execute(
            $"""
            INSERT INTO artifacts (study, trial, name, size, content) SELECT study, number, @Name, @Size, @Sha256 FROM trials WHERE {TrialTable.HeldByWorker}
            ON CONFLICT (study, trial, name) DO UPDATE SET size = excluded.size, content = excluded.content
            """, key) == 1;
    }

    /// <summary>Removes those of trials that have ended and are not among the best.</summary>
    /// <returns>The contents that may be of no use any more.</returns>
    public static string[] KeepBest(DbConnection connection, long study, int count, bool isMaximize) =>
    [
        // The order of TrialRanking.
        .. connection.Query<string>(
            $"""
            DELETE FROM artifacts WHERE study = @study
                AND trial IN (SELECT number FROM trials WHERE study = @study AND finish_order IS NOT NULL)
                AND trial NOT IN (SELECT number FROM (
                    SELECT number FROM trials WHERE study = @study AND state = 'complete' AND infeasible = 0 ORDER BY value {(isMaximize ? "DESC" : "ASC")}, number LIMIT @count) best)
            RETURNING content
            """, new { study, count }).Distinct(),
    ];

    /// <summary>The same where there are several goals, which SQL cannot compare: see <see cref="ParetoFront.FirstOf"/>.</summary>
    /// <returns>The contents that may be of no use any more.</returns>
    public static string[] KeepFront(DbConnection connection, long study, int count, IReadOnlyList<Goal> goals)
    {
        var trials = RowException.Read($"A trial of study {study}", () => connection.ReadRows(
            "SELECT number, state, value, further_values, excesses FROM trials WHERE study = @study AND finish_order IS NOT NULL",
            row => new Trial(row.Int(0), StateNames.Parse(row.Text(1)), default)
            {
                Value = row.NumberOrNull(2),
                FurtherValues = RecordedJson.ReadNumbers(row.TextOrNull(3)),
                Excesses = RecordedJson.ReadNumbers(row.TextOrNull(4)),
            }, ("@study", study)));
        var kept = ParetoFront.FirstOf(goals, trials).Take(count).Select(trial => trial.Number).ToHashSet();
        // Those alone that were looked at: others may end meanwhile.
        var over = trials.Select(trial => trial.Number).Where(number => !kept.Contains(number)).ToHashSet();
        return
        [
            .. connection.ReadRows("SELECT DISTINCT trial FROM artifacts WHERE study = @study", row => row.Int(0), ("@study", study)).Where(over.Contains)
                .SelectMany(trial => connection.Query<string>("DELETE FROM artifacts WHERE study = @study AND trial = @trial RETURNING content", new { study, trial }))
                .Distinct(),
        ];
    }

    /// <summary>The contents of a study's artifacts.</summary>
    public static string[] ContentsOf(DbConnection connection, long study) =>
        [.. connection.Query<string>("SELECT DISTINCT content FROM artifacts WHERE study = @study", new { study })];
}
