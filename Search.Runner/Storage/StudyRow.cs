using System.Data.Common;
using Dapper;
using Search.Core;

namespace Search.Runner;

/// <summary>A row of the table <c>studies</c>.</summary>
internal sealed class StudyRow
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Goal { get; init; }

    public required string Metric { get; init; }

    public long Seed { get; init; }

    public required string Space { get; init; }

    public required string Options { get; init; }

    public required string Strategy { get; init; }

    public int? PlannedTrials { get; init; }

    public static StudyRow Of(StudyDefinition study) => new()
    {
        Name = study.Name,
        Goal = study.Goal.IsMaximize ? "maximize" : "minimize",
        Metric = study.Goal.Metric,
        Seed = unchecked((long)study.Seed),
        Space = StudyJson.Write(study.Space),
        Options = StudyJson.Write(study.Options),
        Strategy = study.Strategy,
        PlannedTrials = study.PlannedTrials,
    };

    public StudyDefinition ToStudy() => new(Name, StudyJson.ReadSpace(Space), GoalOf(Goal, Metric), unchecked((ulong)Seed))
    {
        Strategy = Strategy,
        PlannedTrials = PlannedTrials,
        Options = StudyJson.ReadOptions(Options),
    };

    public static Goal GoalOf(string goal, string metric) => goal == "maximize" ? Core.Goal.Maximize(metric) : Core.Goal.Minimize(metric);

    public static StudyRow? Find(DbConnection connection, string name) => connection.QuerySingleOrDefault<StudyRow>(
        "SELECT id, name, goal, metric, seed, space, options, strategy, planned_trials AS PlannedTrials FROM studies WHERE name = @name",
        new { name });

    /// <summary>Records the study, unless one of its name is on record.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="now">When it is created.</param>
    public void Insert(DbConnection connection, string now) => connection.Execute(
        """
        INSERT INTO studies (name, goal, metric, seed, space, options, strategy, planned_trials, created)
        VALUES (@Name, @Goal, @Metric, @Seed, @Space, @Options, @Strategy, @PlannedTrials, @now)
        ON CONFLICT (name) DO NOTHING
        """,
        new { Name, Goal, Metric, Seed, Space, Options, Strategy, PlannedTrials, now });
}
