using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>earlier_studies</c>: what a study has taken from one that was before it.</summary>
internal static class EarlierStudyRow
{
    /// <summary>What a study learns from, in order.</summary>
    /// <exception cref="RowException">It was edited by hand or is damaged.</exception>
    public static IReadOnlyList<EarlierStudy> ReadAll(DbConnection connection, StudyRow study) => RowException.Read<IReadOnlyList<EarlierStudy>>($"What study '{study.Name}' learns from", () =>
    [
        .. connection.ReadRows("SELECT name, goal, metric, best, results, portfolio, space, trials FROM earlier_studies WHERE study = @id ORDER BY number", Read, ("@id", study.Id)),
    ]);

    /// <summary>Records what a new study learns from.</summary>
    /// <param name="connection">In the transaction that makes the study.</param>
    /// <param name="study">Its id.</param>
    /// <param name="earlier">What it has taken from each.</param>
    public static void Insert(DbConnection connection, long study, IReadOnlyList<EarlierStudy> earlier) => connection.Execute(
        """
        INSERT INTO earlier_studies (study, number, name, goal, metric, best, results, portfolio, space, trials)
        VALUES (@study, @number, @Name, @goal, @metric, @Best, @Results, @portfolio, @space, @trials)
        """,
        earlier.Select((one, i) => new
        {
            study,
            number = i + 1,
            one.Name,
            goal = one.Goal is null ? null : GoalNames.DirectionOf(one.Goal),
            metric = one.Goal?.Metric,
            one.Best,
            one.Results,
            portfolio = one.IsPortfolio ? 1 : 0,
            space = StudyJson.Write(one.Parameters),
            trials = StudyJson.Write(one.Trials),
        }));

    private static EarlierStudy Read(DbDataReader row) => new(row.Text(0), row.Int(4), StudyJson.ReadParameters(row.Text(6)), StudyJson.ReadEarlierTrials(row.Text(7)))
    {
        Goal = row.TextOrNull(1) is { } goal ? GoalNames.Parse(goal, row.Text(2)) : null,
        Best = row.NumberOrNull(3) is { } best ? FiniteNumber.Require(best) : null,
        IsPortfolio = row.Long(5) != 0,
    };
}
