using System.Data.Common;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

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

    /// <summary>JSON, see <see cref="StudyDefinition.Program"/>.</summary>
    public string? Program { get; init; }

    /// <summary>JSON, as are <see cref="Constraints"/>; null for none.</summary>
    public string? FurtherGoals { get; init; }

    public string? Constraints { get; init; }

    public string Created { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often its space was widened.</summary>
    public int Widenings { get; init; }

    /// <summary>Is another after the study was widened, renamed, or deleted and made anew.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gives the <see cref="Version"/> of <c>@study</c>; NULL where it was deleted.</summary>
    public const string VersionOfStudy =
        "(SELECT s.created || ' ' || (SELECT COUNT(*) FROM earlier_spaces e WHERE e.study = s.id) || ' ' || s.name FROM studies s WHERE s.id = @study)";

    public static StudyRow Of(StudyDefinition study) => new()
    {
        Name = study.Name,
        Goal = GoalNames.DirectionOf(study.Goal),
        Metric = study.Goal.Metric,
        Seed = unchecked((long)study.Seed),
        Space = StudyJson.Write(study.Space),
        Options = StudyJson.Write(study.Options),
        Strategy = study.Strategy,
        PlannedTrials = study.PlannedTrials,
        Program = study.Program,
        FurtherGoals = StudyJson.WriteOrNull(study.FurtherGoals),
        Constraints = StudyJson.WriteOrNull(study.Constraints),
    };

    /// <exception cref="RowException">It was edited by hand or is damaged.</exception>
    public StudyDefinition ToStudy() => RowException.Read($"Study '{Name}'", () => new StudyDefinition(Name, StudyJson.ReadSpace(Space), GoalNames.Parse(Goal, Metric), unchecked((ulong)Seed))
    {
        Strategy = Strategy ?? throw new FormatException("It has no strategy."),
        PlannedTrials = PlannedTrials,
        Options = StudyJson.ReadOptions(Options),
        Program = Program,
        FurtherGoals = RecordedJson.ReadGoals(FurtherGoals),
        Constraints = RecordedJson.ReadConstraints(Constraints),
    });

    public static StudyRow? Find(DbConnection connection, string name) =>
        connection.ReadNumbers("SELECT id FROM studies WHERE name = @name", ("@name", name)) is [var study, ..] ? Find(connection, study) : null;

    /// <exception cref="RowException">It was edited by hand or is damaged.</exception>
    public static StudyRow? Find(DbConnection connection, long study) => RowException.Read($"Study {study}", () => connection.ReadRows(
        $"""
        SELECT id, name, goal, metric, seed, space, options, strategy, planned_trials AS PlannedTrials, created,
            (SELECT COUNT(*) FROM earlier_spaces WHERE study = @study) AS Widenings, {VersionOfStudy} AS Version, program, further_goals, constraints
        FROM studies WHERE id = @study
        """,
        Read, ("@study", study)) is [var row] ? row : null);

    private static StudyRow Read(DbDataReader row) => new()
    {
        Id = row.Long(0),
        Name = row.Text(1),
        Goal = row.Text(2),
        Metric = row.Text(3),
        Seed = row.Long(4),
        Space = row.Text(5),
        Options = row.Text(6),
        Strategy = row.Text(7),
        PlannedTrials = row.IntOrNull(8),
        Created = row.Text(9),
        CreatedAt = Timestamps.Parse(row.Text(9)),
        Widenings = row.Int(10),
        Version = row.TextOrNull(11) ?? "",
        Program = row.TextOrNull(12),
        FurtherGoals = row.TextOrNull(13),
        Constraints = row.TextOrNull(14),
    };

    /// <summary>The spaces that the study had and has.</summary>
    public static IReadOnlyList<RecordedSpace> ReadSpaces(DbConnection connection, long study) => RowException.Read($"A space of study {study}", () => RecordedSpace.Sequence(
        connection.Query<(int NextTrial, string Space)>("SELECT next_trial, space FROM earlier_spaces WHERE study = @study ORDER BY number", new { study })
            .Select(row => (row.NextTrial, (IReadOnlyList<ParameterDefinition>)StudyJson.ReadParameters(row.Space))),
        StudyJson.ReadParameters(connection.ExecuteScalar<string>("SELECT space FROM studies WHERE id = @study", new { study })!)));

    /// <summary>Gives the study another space, from its next trial on.</summary>
    /// <param name="connection">In a transaction in which nobody else writes to the study's trials.</param>
    /// <param name="space">The new space.</param>
    public void Widen(DbConnection connection, SearchSpace space) => connection.Execute(
        """
        INSERT INTO earlier_spaces (study, number, next_trial, space)
        VALUES (@Id, @Widenings + 1, (SELECT COALESCE(MAX(number) + 1, 0) FROM trials WHERE study = @Id), @Space);
        UPDATE studies SET space = @wider WHERE id = @Id
        """,
        new { Id, Widenings, Space, wider = StudyJson.Write(space) });

    /// <summary>Records the study, unless one of its name is on record.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="now">When it is created.</param>
    /// <returns>Whether it was recorded.</returns>
    public bool Insert(DbConnection connection, string now) => connection.Execute(
        """
        INSERT INTO studies (name, goal, metric, seed, space, options, strategy, planned_trials, program, further_goals, constraints, created)
        VALUES (@Name, @Goal, @Metric, @Seed, @Space, @Options, @Strategy, @PlannedTrials, @Program, @FurtherGoals, @Constraints, @now)
        ON CONFLICT (name) DO NOTHING
        """,
        new { Name, Goal, Metric, Seed, Space, Options, Strategy, PlannedTrials, Program, FurtherGoals, Constraints, now }) > 0;
}
