using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The parts of a study that are recorded as JSON. Doubles read back as the same doubles.</summary>
internal static class StudyJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter<Scale>(JsonNamingPolicy.CamelCase), new ParameterValueConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // What is not among them is found out by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(StudyJsonTypes.Default, new DefaultJsonTypeInfoResolver()),
    };

    public static string Write(SearchSpace space) => Write(space.Parameters.Select(parameter => parameter.Definition));

    public static string Write(IEnumerable<ParameterDefinition> parameters) => JsonSerializer.Serialize(parameters, Format);

    public static string Write(IReadOnlyDictionary<string, string> options) => JsonSerializer.Serialize(options, Format);

    /// <summary>Steps and values by turns.</summary>
    public static string Write(IReadOnlyList<Measurement> measurements) =>
        JsonSerializer.Serialize(measurements.SelectMany(measurement => (double[])[measurement.Step, measurement.Value]), Format);

    public static Measurement[] ReadMeasurements(string json) =>
        [.. JsonSerializer.Deserialize<double[]>(json, Format)!.Chunk(2).Select(pair => new Measurement((int)pair[0], pair[1]))];

    /// <summary>The loss and the values of each.</summary>
    public static string Write(IReadOnlyList<EarlierTrial> trials) =>
        JsonSerializer.Serialize(trials.Select(trial => new EarlierTrialJson(trial.Loss, trial.Values.ToDictionary())), Format);

    /// <inheritdoc cref="RecordedJson.ReadEarlierTrials"/>
    public static EarlierTrial[] ReadEarlierTrials(string json) => RecordedJson.ReadEarlierTrials(json);

    /// <summary>Numbers in order; null for none.</summary>
    public static string? WriteOrNull(IReadOnlyList<double> numbers) => numbers.Count == 0 ? null
        : $"[{string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";

    /// <summary>The goals after the first; null for none.</summary>
    public static string? WriteOrNull(IReadOnlyList<Goal> goals) => goals.Count == 0 ? null : new JsonArray(
        [.. goals.Select(goal => new JsonObject { ["goal"] = GoalNames.DirectionOf(goal), ["metric"] = goal.Metric })]).ToJsonString(Format);

    /// <summary>The constraints; null for none.</summary>
    public static string? WriteOrNull(IReadOnlyList<Constraint> constraints) => constraints.Count == 0 ? null : new JsonArray(
        [.. constraints.Select(constraint => new JsonObject { ["metric"] = constraint.Metric, [constraint.IsAtMost ? "atMost" : "atLeast"] = constraint.Bound })]).ToJsonString(Format);

    /// <summary>Numbers and counts by turns.</summary>
    public static string Write(IReadOnlyList<VisibleTrial> trials) =>
        JsonSerializer.Serialize(trials.SelectMany(trial => (int[])[trial.Number, trial.Measurements]), Format);

    public static VisibleTrial[] ReadVisibleTrials(string json) =>
        [.. Require<int[]>(json).Chunk(2).Select(pair => new VisibleTrial(pair[0], pair[1]))];

    public static SearchSpace ReadSpace(string json) => new([.. ReadParameters(json).Select(definition => definition.ToParameter())]);

    /// <inheritdoc cref="RecordedJson.ReadParameters"/>
    public static ParameterDefinition[] ReadParameters(string json) => RecordedJson.ReadParameters(json);

    /// <inheritdoc cref="RecordedJson.ReadTexts"/>
    public static Dictionary<string, string> ReadOptions(string json) => RecordedJson.ReadTexts(json);

    private static T Require<T>(string? json) => (json is null ? default : JsonSerializer.Deserialize<T>(json, Format)) ?? throw new FormatException("There is nothing where JSON should be.");

}
