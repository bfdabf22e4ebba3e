using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HyperSearch.Runner;

/// <summary>Reads the rows of a study in an Optuna file, whose columns may have values of any type.</summary>
/// <param name="connection">In a transaction.</param>
/// <param name="hasLocalTimes">Whether times are in this machine's time zone, rather than UTC.</param>
internal sealed class OptunaReader(SqliteConnection connection, bool hasLocalTimes)
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];

    // The same text in every trial; parsing it once is enough.
    private readonly Dictionary<(string Name, string Json), ParameterDefinition> _distributions = [];

    /// <exception cref="RowException">A row is none that Optuna writes.</exception>
    /// <exception cref="FormatException">A value is not of its type.</exception>
    public OptunaStudy Read((long Id, string Name) study)
    {
        string[] directions = [.. Rows("SELECT direction FROM study_directions WHERE study_id = @study ORDER BY objective", study.Id).Select(row => Text(row[0]))];
        var values = ByTrial("trial_values", "value, value_type", "objective", study.Id);
        var intermediate = ByTrial("trial_intermediate_values", "step, intermediate_value, intermediate_value_type", "step", study.Id);
        var parameters = ByTrial("trial_params", "param_name, param_value, distribution_json", "param_id", study.Id);
        var user = AttributesByTrial("trial_user_attributes", "trial_user_attribute_id", study.Id);
        var system = AttributesByTrial("trial_system_attributes", "trial_system_attribute_id", study.Id);
        OptunaTrial[] trials =
        [
            .. Rows("SELECT trial_id, number, state, datetime_start, datetime_complete FROM trials WHERE study_id = @study ORDER BY number, trial_id", study.Id)
                .Select((row, number) => RowException.Read($"Trial {number}", () => new OptunaTrial(number, Text(row[2]))
                {
                    Started = Time(row[3]),
                    Finished = Time(row[4]),
                    Values = [.. values[Whole(row[0])].Select(value => Number(value[1], value[2]))],
                    Parameters = [.. parameters[Whole(row[0])].Select(ToParameter).DistinctBy(parameter => parameter.Name, StringComparer.Ordinal)],
                    IntermediateValues = [.. intermediate[Whole(row[0])].Select(value => (checked((int)Whole(value[1])), Number(value[2], value[3]) ?? double.NaN)).DistinctBy(value => value.Item1)],
                    UserAttributes = ToAttributes(user[Whole(row[0])]),
                    SystemAttributes = ToAttributes(system[Whole(row[0])]),
                })),
        ];
        return new(study.Name, directions, AttributesOfStudy("study_user_attributes"), AttributesOfStudy("study_system_attributes"), trials);

        IReadOnlyDictionary<string, string> AttributesOfStudy(string table) =>
            ToAttributes(Rows($"SELECT study_id, key, value_json FROM {table} WHERE study_id = @study", study.Id));
    }

    private OptunaParameter ToParameter(object?[] row)
    {
        var key = (Name: Text(row[1]), Json: Text(row[3]));
        return RowException.Read($"parameter '{SafeText.Line(Shortened(key.Name))}'", () =>
        {
            if (!_distributions.TryGetValue(key, out var distribution))
                _distributions.Add(key, distribution = OptunaDistribution.Read(key.Name, key.Json));
            return new OptunaParameter(distribution, OptunaDistribution.ValueOf(distribution, Double(row[2])));
        });
    }

    private ILookup<long, object?[]> AttributesByTrial(string table, string order, long study) => ByTrial(table, "key, value_json", order, study);

    private ILookup<long, object?[]> ByTrial(string table, string columns, string order, long study) =>
        Rows($"SELECT trial_id, {columns} FROM {table} WHERE trial_id IN (SELECT trial_id FROM trials WHERE study_id = @study) ORDER BY trial_id, {order}", study).ToLookup(row => Whole(row[0]));

    private static Dictionary<string, string> ToAttributes(IEnumerable<object?[]> rows) =>
        rows.DistinctBy(row => Text(row[1]), StringComparer.Ordinal).ToDictionary(row => Text(row[1]), row => row[2] is null ? "null" : Text(row[2]), StringComparer.Ordinal);

    private IEnumerable<object?[]> Rows(string sql, long study)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this class's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@study", study);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return Array.ConvertAll(row, value => value is DBNull ? null : value);
        }
    }

    private static long Whole(object? value) => value is long number ? number : throw new FormatException($"A whole number should be there, but there is {Shown(value)}.");

    private static double Double(object? value) => value switch
    {
        double number => number,
        long number => number,
        _ => throw new FormatException($"A number should be there, but there is {Shown(value)}."),
    };

    private static string Text(object? value) => value as string ?? throw new FormatException($"A text should be there, but there is {Shown(value)}.");

    // Null where there is none.
    private static double? Number(object? value, object? type) => Text(type) switch
    {
        "INF_POS" => double.PositiveInfinity,
        "INF_NEG" => double.NegativeInfinity,
        "NAN" => double.NaN,
        _ => value is null ? null : Double(value),
    };

    private DateTimeOffset? Time(object? value)
    {
        if (value is null)
            return null;
        if (!DateTime.TryParseExact(Text(value), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            throw new FormatException($"A time is written as 2026-01-31 23:59:59.999999, but there is {Shown(value)}.");
        var utc = hasLocalTimes ? DateTime.SpecifyKind(time, DateTimeKind.Local).ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        // The record has milliseconds.
        return new(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond)));
    }

    private static string Shown(object? value) => value switch
    {
        null => "nothing",
        byte[] bytes => $"{bytes.Length} bytes",
        string text => $"'{SafeText.Line(Shortened(text))}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Shortened(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
