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
        // A count, which a server that knows little of the tables yet cannot turn around: to look for the trials of all earlier results.
        _promoted = new(connection, space, study, "t.study = @study AND t.finish_order IS NULL AND (SELECT COUNT(*) FROM earlier_results e WHERE e.study = t.study AND e.trial = t.number) > 0", "t.number", "@study");
        _unfinishedSince = new(connection, space, study, "t.study = @study AND t.number >= @count AND t.finish_order IS NULL", "t.number", "@study", "@count");
    }

    /// <summary>How far the study is, read with one question.</summary>
    /// <param name="deaths">A trial with which so many processes have died is not among those that wait.</param>
    public Answer<StudySnapshot> Snapshot(int deaths) => _snapshot.Query(row =>
        new StudySnapshot(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4)), _study, deaths)
        .Then(rows => rows[0]);

    /// <summary>The results that a log does not know yet, in finishing order, then the trials that it does not know, by number.</summary>
    /// <param name="log">What is known.</param>
    /// <param name="snapshot">How far the study is now. Where that is yet to be answered, all is asked for together.</param>
    public Answer<IReadOnlyList<Trial>> Since(HistoryLog log, Answer<StudySnapshot> snapshot)
    {
        var observed = log.Observed;
        var known = KnownTrials.Of(log);
        var results = snapshot.IsThere && snapshot.Value.Results == observed ? new([]) : _finishedSince.Ask(known, _study, observed);
        var others = snapshot.IsThere && snapshot.Value.Count == known.Count ? new([]) : _unfinishedSince.Ask(null, _study, known.Count);
        return new(() => [.. Complete(results.Value, observed, snapshot.Value.Results), .. others.Value], () => others.IsThere);
    }

    /// <summary>The trials that were promoted and have no further result yet, by number.</summary>
    public IReadOnlyList<Trial> ReadPromoted() => _promoted.Read(_study);

    /// <summary>The trial of a number; null where there is none.</summary>
    public Answer<Trial?> Find(int number) => _byNumber.Ask(null, _study, number).Then(trials => trials is [var trial] ? trial : null);

    private List<Trial> Complete(List<Trial> results, int observed, int count)
    {
        var missing = count - observed;
        // The others are those of promoted trials.
        if (results.Count < missing)
            results = [.. results.Concat(ReadPromoted()).SelectMany(trial => trial.Results).Where(trial => trial.FinishOrder >= observed).OrderBy(trial => trial.FinishOrder)];
        return results.Count == missing
            ? results
            : throw new RowException($"The results of study {_study} cannot be read: their places have a gap between {observed} and {count}");
    }
}
