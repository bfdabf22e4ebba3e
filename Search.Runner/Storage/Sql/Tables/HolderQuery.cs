using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>Reads who holds a trial.</summary>
internal static class HolderQuery
{
    /// <param name="connection">An open connection, within a transaction.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    /// <param name="number">The trial's number.</param>
    /// <returns>Null where there is no such trial.</returns>
    public static TrialHolder? Read(DbConnection connection, SearchSpace space, StudyRow study, int number)
    {
        if (new TrialQuery(connection, space, study, "t.study = @id AND t.number = @number", "t.number", "@id", "@number").Read(study.Id, number) is not [var trial])
            return null;
        return RowException.Read($"The worker of trial {number}", () => connection.ReadRows(
            """
            SELECT w.id, w.host, w.process, w.process_started, w.boot,
                (SELECT COUNT(*) FROM attempts a JOIN workers o ON o.id = a.worker
                    WHERE a.study = t.study AND a.trial = t.number AND a.attempt <> t.attempt AND o.process = 0 AND a.how <> 'interrupted')
                + (SELECT COUNT(*) FROM earlier_results e JOIN workers o ON o.id = e.worker
                    WHERE e.study = t.study AND e.trial = t.number AND e.attempt <> t.attempt AND o.process = 0)
            FROM trials t LEFT JOIN workers w ON w.id = t.worker WHERE t.study = @id AND t.number = @number
            """,
            row => new TrialHolder(trial, row.LongOrNull(0), row.LongOrNull(0) is null ? null : new(row.Text(1), row.Int(2), row.Text(3)) { Boot = row.TextOrNull(4) }, row.Int(5) > 0),
            ("@id", study.Id), ("@number", number)).Single());
    }
}
