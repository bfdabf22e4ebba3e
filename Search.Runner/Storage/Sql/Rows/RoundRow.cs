using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>rounds</c>.</summary>
internal sealed class RoundRow
{
    public long Study { get; init; }

    public int Number { get; init; }

    public int FirstTrial { get; init; }

    public required string Ranges { get; init; }

    public required string Reason { get; init; }

    public static RoundRow Of(long study, SearchRound round, int firstTrial) => new()
    {
        Study = study,
        Number = round.Number,
        FirstTrial = firstTrial,
        Ranges = StudyJson.Write(round.Ranges),
        Reason = StorableText.Of(round.Reason)!,
    };

    public static IReadOnlyList<SearchRound> ReadAll(DbConnection connection, long study) => RowException.Read<IReadOnlyList<SearchRound>>($"A round of study {study}", () => [.. connection.Query<RoundRow>(
        "SELECT study, number, first_trial AS FirstTrial, ranges, reason FROM rounds WHERE study = @study ORDER BY number", new { study })
        .Select(row => new SearchRound(row.Number, StudyJson.ReadParameters(row.Ranges), row.Reason) { FirstTrial = row.FirstTrial })]);

    /// <summary>Records the round, unless it is on record.</summary>
    public void Insert(DbConnection connection) => connection.Execute(
        """
        INSERT INTO rounds (study, number, first_trial, ranges, reason) VALUES (@Study, @Number, @FirstTrial, @Ranges, @Reason)
        ON CONFLICT (study, number) DO NOTHING
        """, this);
}
