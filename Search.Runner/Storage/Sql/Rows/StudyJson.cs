using System.Text.Json;
using System.Text.Json.Serialization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The parts of a study that are recorded as JSON. Doubles read back as the same doubles.</summary>
internal static class StudyJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new ParameterValueConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
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

    /// <exception cref="FormatException">A trial has no loss, or one that is not finite, or no values.</exception>
    public static EarlierTrial[] ReadEarlierTrials(string json) =>
        [.. Require<EarlierTrialJson?[]>(json).Select(trial => trial is { Loss: { } loss, Values: { } values } && values.Values.All(value => value != default)
            ? new EarlierTrial([.. values], FiniteNumber.Require(loss))
            : throw new FormatException("A trial has a loss and values."))];

    /// <summary>Numbers and counts by turns.</summary>
    public static string Write(IReadOnlyList<VisibleTrial> trials) =>
        JsonSerializer.Serialize(trials.SelectMany(trial => (int[])[trial.Number, trial.Measurements]), Format);

    public static VisibleTrial[] ReadVisibleTrials(string json) =>
        [.. Require<int[]>(json).Chunk(2).Select(pair => new VisibleTrial(pair[0], pair[1]))];

    public static SearchSpace ReadSpace(string json) => new([.. ReadParameters(json).Select(definition => definition.ToParameter())]);

    public static ParameterDefinition[] ReadParameters(string json) => Require<ParameterDefinition[]>(json) is var parameters && !parameters.Contains(null!)
        ? parameters
        : throw new FormatException("A parameter is missing.");

    public static Dictionary<string, string> ReadOptions(string json) =>
        Require<Dictionary<string, string>>(json) is var options && !options.ContainsValue(null!)
            ? options
            : throw new FormatException("An option has no value.");

    private static T Require<T>(string? json) => (json is null ? default : JsonSerializer.Deserialize<T>(json, Format)) ?? throw new FormatException("There is nothing where JSON should be.");

    // A loss of 0 is written all the same.
    private sealed record EarlierTrialJson(double? Loss, Dictionary<string, ParameterValue>? Values);
}
