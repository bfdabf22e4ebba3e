using System.Data.Common;
using Dapper;

namespace HyperSearch.Runner;

/// <summary>A row of the table <c>earlier_studies</c>: what a study has taken from one that was before it.</summary>
internal sealed class EarlierStudyRow
{
    public int Number { get; init; }

    public required string Name { get; init; }

    public string? Goal { get; init; }

    public string? Metric { get; init; }

    public double? Best { get; init; }

    public int Results { get; init; }

    public long Portfolio { get; init; }

    public required string Space { get; init; }

    public required string Trials { get; init; }

    /// <summary>What a study learns from, in order.</summary>
    /// <exception cref="RowException">It was edited by hand or is damaged.</exception>
    public static IReadOnlyList<EarlierStudy> ReadAll(DbConnection connection, StudyRow study) => RowException.Read<IReadOnlyList<EarlierStudy>>($"What study '{study.Name}' learns from", () =>
    [
        .. connection.ReadRows<EarlierStudyRow>("SELECT number, name, goal, metric, best, results, portfolio, space, trials FROM earlier_studies WHERE study = @id ORDER BY number", ("@id", study.Id))
            .Select(row => row.ToEarlierStudy()),
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

    private EarlierStudy ToEarlierStudy() => new(Name, Results, StudyJson.ReadParameters(Space), StudyJson.ReadEarlierTrials(Trials))
    {
        Goal = Goal is null ? null : GoalNames.Parse(Goal, Metric!),
        IsPortfolio = Portfolio != 0,
        Best = Best is { } best ? FiniteNumber.Require(best) : null,
    };
}
