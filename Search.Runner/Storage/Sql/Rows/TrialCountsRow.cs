using System.Data.Common;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How many trials of a study stand where, as SQL counts them.</summary>
internal class TrialCountsRow
{
    public const string Columns =
        """
        COUNT(CASE state WHEN 'complete' THEN 1 END) AS Complete, COUNT(CASE state WHEN 'pruned' THEN 1 END) AS Pruned,
        COUNT(CASE state WHEN 'failed' THEN 1 END) AS Failed, COUNT(CASE state WHEN 'running' THEN 1 END) AS Running,
        COUNT(CASE state WHEN 'waiting' THEN 1 END) AS Waiting
        """;

    public int Complete { get; init; }

    public int Pruned { get; init; }

    public int Failed { get; init; }

    public int Running { get; init; }

    public int Waiting { get; init; }

    public TrialCounts ToCounts() => new(Complete, Pruned, Failed, Running, Waiting);

    public static TrialCounts Read(DbConnection connection, long study) =>
        RowException.Read($"A trial of study {study}", () => connection.ReadRows<TrialCountsRow>($"SELECT {Columns} FROM trials WHERE study = @study", ("@study", study)).Single().ToCounts());
}
