using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Reads what has changed in a study since a reader looked.</summary>
internal static class ChangesQuery
{
    /// <inheritdoc cref="IStudyRecord.ReadChangesAsync"/>
    /// <param name="connection">In a transaction.</param>
    /// <param name="space">The study's space.</param>
    /// <param name="study">The study.</param>
    public static StudyChanges Read(DbConnection connection, SearchSpace space, StudyRow study, int results, int most)
    {
        var last = (int)connection.ReadNumbers(TrialReader.CountResults, ("@study", study.Id))[0];
        var upTo = (int)Math.Min((long)results + most, last);
        var (trials, metrics, attempts) = (new List<Trial>(), new List<TrialMetric>(), new List<TrialAttempt>());
        if (results < upTo)
            Add(TrialSet.Finished(results, upTo));
        if (upTo == last)
            Add(TrialSet.Unfinished);
        return new(upTo, upTo == last, trials, [.. metrics.OrderBy(metric => metric.Trial)], [.. attempts.OrderBy(attempt => attempt.Trial)]);

        void Add(TrialSet set)
        {
            var found = new TrialQuery(connection, space, study, set).Read([study.Id, .. set.Parameters.Select(parameter => parameter.Value)]);
            if (found.Count == 0)
                return;
            trials.AddRange(found);
            metrics.AddRange(TrialExtraRows.ReadMetrics(connection, study.Id, set));
            attempts.AddRange(AttemptTable.Read(connection, study.Id, set));
        }
    }
}
