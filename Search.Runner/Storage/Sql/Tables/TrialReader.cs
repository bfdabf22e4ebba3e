using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What a study's record reads of its trials while it writes, each inside a transaction.</summary>
internal sealed class TrialReader
{
    /// <summary>Counts the results: the finishing order has no gaps, so its last place does. That of a promoted trial is in the second table.</summary>
    public const string CountResults =
        """
        SELECT COALESCE(MAX(last) + 1, 0) FROM (
            SELECT MAX(finish_order) AS last FROM trials WHERE study = @study
            UNION ALL SELECT MAX(finish_order) FROM earlier_results WHERE study = @study) AS results
        """;

    private readonly long _study;
    private readonly PreparedStatement _snapshot;
    private readonly TrialQuery _byNumber;
    private readonly TrialQuery _finishedSince;
    private readonly TrialQuery _unfinishedSince;
    private readonly TrialQuery _promoted;

    public TrialReader(DbConnection connection, SqlDialect dialect, SearchSpace space, StudyRow study)
    {
        _study = study.Id;
        // Numbers have no gaps either, so the last of them counts them, by way of an index.
        _snapshot = new(connection,
            $"""
            SELECT {dialect.Now},
                (SELECT COALESCE(MAX(number) + 1, 0) FROM trials WHERE study = @study),
                ({CountResults}),
                (SELECT number FROM trials t WHERE study = @study AND state = 'waiting' AND finish_order IS NULL AND {AttemptTable.Deaths} < @deaths
                    ORDER BY number LIMIT 1 {dialect.SkipLocked}),
                {StudyRow.VersionOfStudy}
            """,
            "@study", "@deaths");
        _byNumber = new(connection, space, study, "t.study = @study AND t.number = @number", "t.number", "@study", "@number");
        _finishedSince = new(connection, space, study, "t.study = @study AND t.finish_order >= @observed", "t.finish_order", "@study", "@observed");
        _promoted = new(connection, space, study, "t.study = @study AND t.finish_order IS NULL AND EXISTS (SELECT 1 FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number)", "t.number", "@study");
        _unfinishedSince = new(connection, space, study, "t.study = @study AND t.number >= @count AND t.finish_order IS NULL", "t.number", "@study", "@count");
    }

    /// <summary>How far the study is, read with one question.</summary>
    /// <param name="deaths">A trial with which so many processes have died is not among those that wait.</param>
    public StudySnapshot Snapshot(int deaths) => _snapshot.Single(row =>
        new StudySnapshot(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4)), _study, deaths);

    /// <summary>The results that a log does not know yet, in finishing order, then the trials that it does not know, by number.</summary>
    /// <param name="log">What is known.</param>
    /// <param name="snapshot">How far the study is now.</param>
    public IReadOnlyList<Trial> ReadSince(HistoryLog log, StudySnapshot snapshot)
    {
        var missing = snapshot.Results - log.Observed;
        var results = missing == 0
            ? []
            : _finishedSince.Read(log.Unfinished.ToDictionary(trial => trial.Number), _study, log.Observed);
        // The others are those of promoted trials.
        if (results.Count < missing)
            results = [.. results.Concat(ReadPromoted()).SelectMany(trial => trial.Results).Where(trial => trial.FinishOrder >= log.Observed).OrderBy(trial => trial.FinishOrder)];
        if (results.Count != missing)
            throw new RowException($"The results of study {_study} cannot be read: their places have a gap between {log.Observed} and {snapshot.Results}");
        var others = snapshot.Count == log.Count ? [] : _unfinishedSince.Read(null, _study, log.Count);
        return [.. results, .. others];
    }

    /// <summary>The trials that were promoted and have no further result yet, by number.</summary>
    public IReadOnlyList<Trial> ReadPromoted() => _promoted.Read(null, _study);

    /// <summary>The trial of a number; null where there is none.</summary>
    public Trial? Find(int number) => _byNumber.Read(null, _study, number) is [var trial] ? trial : null;
}
