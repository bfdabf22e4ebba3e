using System.Text.Json;
using System.Text.Json.Serialization;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// The problems of <see cref="QualityCommand"/> for another program: a JSON line each with its name, goal and parameters, then an
/// empty line; after that a line <c>{"problem": …, "values": {…}}</c> read is answered by a line <c>{"value": …, "regret": …}</c>, both
/// null where a trial fails.
/// </summary>
internal static class ObjectiveCommand
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private sealed record Question(string Problem, Dictionary<string, JsonElement> Values);

    public static int Run(string[] args)
    {
        var problems = QualityProblems.Chosen(new Flags(args)).ToDictionary(problem => problem.Name, StringComparer.Ordinal);
        foreach (var problem in problems.Values)
            Console.WriteLine(JsonSerializer.Serialize(Described(problem), Format));
        Console.WriteLine();
        while (Console.ReadLine() is { } line)
        {
            var (name, values) = JsonSerializer.Deserialize<Question>(line, Format)!;
            var problem = problems[name];
            var point = problem.Space.Complete(values.Select(value => KeyValuePair.Create(value.Key, ValueOf(value.Value))));
            double? value = problem.Value(point) is var found && double.IsNaN(found) ? null : found;
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double?> { ["value"] = value, ["regret"] = value is null ? null : problem.Regret(problem.NoiseFree(point)) }));
        }
        return 0;
    }

    private static object Described(QualityProblem problem) => new
    {
        problem.Name,
        Goal = problem.Goal.Loss(1) > 0 ? "minimize" : "maximize",
        Parameters = problem.Space.Parameters.Select(parameter => parameter.Definition).Select(parameter => new
        {
            parameter.Name,
            parameter.Kind,
            parameter.Low,
            parameter.High,
            parameter.Step,
            IsLog = parameter.Scale == Scale.Log,
            Options = parameter.Options?.Select(option => (object?)option.Number ?? option.Text),
        }),
    };

    private static ParameterValue ValueOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? ParameterValue.Of(value.GetDouble()) : ParameterValue.Of(value.GetString()!);
}
