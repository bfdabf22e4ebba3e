using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>Writes a study as a SQLite file of Optuna, which lies in its place whole or not at all.</summary>
/// <remarks>Of a trial that was promoted or requeued only the last result is told, as Optuna has but one.</remarks>
internal static class OptunaExport
{
    private const long Study = 1;

    /// <exception cref="StoreException">The place is taken, or cannot be written to.</exception>
    public static void Write(StudyContents contents, string file)
    {
        var path = Path.GetFullPath(file);
        new SqliteFile(path).RequireFolder();
        if (File.Exists(path))
            throw Taken(path);
        try
        {
            TemporaryFile.RemoveLeftovers(Path.GetDirectoryName(path)!);
            using var temporary = new TemporaryFile(path);
            WriteDatabase(contents, temporary.DatabasePath);
            temporary.MoveDatabaseTo(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Taken(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StoreException($"The file {path} cannot be written: {exception.Message}", exception);
        }
    }

    private static void WriteDatabase(StudyContents contents, string path)
    {
        using var connection = new SqliteConnection(SqliteFile.Source(path, SqliteOpenMode.ReadWriteCreate));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(OptunaSchema.Tables);
        WriteStudy(connection, contents.Study);
        WriteTrials(connection, contents);
        transaction.Commit();
    }

    private static void WriteStudy(SqliteConnection connection, StudyDefinition study)
    {
        connection.Execute("INSERT INTO studies VALUES (@Study, @Name)", new { Study, study.Name });
        RowInsert.Run(connection, "study_directions", ["study_direction_id", "direction", "study_id", "objective"],
            study.Goals.Select((goal, place) => (object?[])[place + 1, GoalNames.DirectionOf(goal).ToUpperInvariant(), Study, place]));
        WriteAttributes("study_user_attributes", new() { [OptunaKeys.Strategy] = study.Strategy, [OptunaKeys.Seed] = study.Seed });
        var system = new JsonObject
        {
            [OptunaKeys.MetricNames] = new JsonArray([.. study.Goals.Select(goal => JsonValue.Create(goal.Metric))]),
            [OptunaKeys.Space] = JsonNode.Parse(StudyJson.Write(study.Space)),
            [OptunaKeys.Options] = JsonNode.Parse(StudyJson.Write(study.Options)),
        };
        if (StudyJson.WriteOrNull(study.Constraints) is { } constraints)
            system[OptunaKeys.Limits] = JsonNode.Parse(constraints);
        if (study.PlannedTrials is { } planned)
            system[OptunaKeys.PlannedTrials] = planned;
        if (study.Program is { } program)
            system[OptunaKeys.Program] = program;
        WriteAttributes("study_system_attributes", system);

        void WriteAttributes(string table, JsonObject attributes) =>
            RowInsert.Run(connection, table, ["study_id", "key", "value_json"], attributes.Select(pair => (object?[])[Study, pair.Key, Json(pair.Value)]));
    }

    private static void WriteTrials(SqliteConnection connection, StudyContents contents)
    {
        var (space, trials) = (contents.Study.Space, contents.Trials);
        var distributions = space.Parameters.ToDictionary(parameter => parameter.Name, parameter => OptunaDistribution.Write(parameter.Definition), StringComparer.Ordinal);
        Insert("trials", ["trial_id", "number", "study_id", "state", "datetime_start", "datetime_complete"], trial =>
            [[Id(trial), trial.Number, Study, StateOf(trial), Time(StartOf(trial)), Time(trial.Finished)]]);
        Insert("trial_params", ["trial_id", "param_name", "param_value", "distribution_json"], trial => trial.ValuesIn(space).Select(pair => (object?[])
            [Id(trial), pair.Key, NumberOf(space[space.IndexOf(pair.Key)], pair.Value), distributions[pair.Key]]));
        Insert("trial_values", ["trial_id", "objective", "value", "value_type"], trial =>
            trial is { IsFinished: true, Value: { } value } ? [.. ((double[])[value, .. trial.FurtherValues]).Select((one, place) => (object?[])[Id(trial), place, one, "FINITE"])] : []);
        Insert("trial_intermediate_values", ["trial_id", "step", "intermediate_value", "intermediate_value_type"], trial =>
            trial.Measurements.Select(measurement => (object?[])[Id(trial), measurement.Step, measurement.Value, "FINITE"]));
        InsertAttributes("trial_user_attributes", OptunaAttributes.ForPeople(contents));
        InsertAttributes("trial_system_attributes", trial => OptunaAttributes.OfSystem(space, trial));

        void Insert(string table, string[] columns, Func<Trial, IEnumerable<object?[]>> rowsOf) => RowInsert.Run(connection, table, columns, trials.SelectMany(rowsOf));

        void InsertAttributes(string table, Func<Trial, JsonObject> attributesOf) =>
            Insert(table, ["trial_id", "key", "value_json"], trial => attributesOf(trial).Select(pair => (object?[])[Id(trial), pair.Key, Json(pair.Value)]));
    }

    private static int Id(Trial trial) => trial.Number + 1;

    private static string Json(JsonNode? value) => value?.ToJsonString() ?? "null";

    // What Optuna keeps of a value: of a choice, its index.
    private static double NumberOf(Parameter parameter, ParameterValue value) =>
        parameter.Definition.Options is null ? value.Number!.Value : parameter.LevelOf(parameter.CodeOf(value));

    private static string StateOf(Trial trial) => trial.State switch
    {
        TrialState.Failed => "FAIL",
        var state => StateNames.Of(state).ToUpperInvariant(),
    };

    // Every trial that does not wait has begun there; one that a person ended before it began has not here.
    private static DateTimeOffset? StartOf(Trial trial) => trial.State == TrialState.Waiting ? null : trial.Started ?? trial.Finished;

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString(OptunaSchema.TimeFormat, CultureInfo.InvariantCulture);

    private static StoreException Taken(string path) => new($"{path} exists already. An export is never written over a file: name another.");
}
