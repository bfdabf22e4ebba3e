using System.Text.Json;
using System.Text.Json.Serialization;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// The problems of <see cref="QualityCommand"/> for another program: a JSON line each with its name, goals, number of constraints and
/// parameters, then an empty line; after that a line <c>{"problem": …, "values": {…}}</c> read is answered by a line
/// <c>{"value": …, "regret": …}</c>, both left out where a trial fails.
/// </summary>
/// <remarks>
/// Of a problem with several goals or constraints the answer has <c>further</c>, the values of the goals after the first, and
/// <c>excesses</c>, by how much the point misses each constraint, and no regret: that is of all that was found, and answers a line
/// <c>{"problem": …, "found": [[…], …]}</c> with the losses of each trial that misses no constraint.
/// </remarks>
internal static class ObjectiveCommand
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private sealed record Question(string Problem, Dictionary<string, JsonElement>? Values, double[][]? Found);

    private sealed record Answer(double? Value, double? Regret, double[]? Further = null, double[]? Excesses = null);

    public static int Run(string[] args)
    {
        var problems = QualityProblems.Chosen(new Flags(args)).ToDictionary(problem => problem.Name, StringComparer.Ordinal);
        foreach (var problem in problems.Values)
            Console.WriteLine(JsonSerializer.Serialize(Described(problem), Format));
        Console.WriteLine();
        while (Console.ReadLine() is { } line)
        {
            var question = JsonSerializer.Deserialize<Question>(line, Format)!;
            Console.WriteLine(JsonSerializer.Serialize(Answered(problems[question.Problem], question), Format));
        }
        return 0;
    }

    private static Answer Answered(QualityProblem problem, Question question)
    {
        if (question.Found is { } found)
            return new(null, problem.RegretOfFound!(found));
        var point = problem.Space.Complete(question.Values!.Select(value => KeyValuePair.Create(value.Key, ValueOf(value.Value))));
        var value = problem.Value(point);
        if (double.IsNaN(value))
            return new(null, null);
        if (problem.RegretOfFound is null)
            return new(value, problem.Regret(problem.NoiseFree(point)));
        var (further, excesses) = problem.Further(point);
        return new(value, null, further, excesses);
    }

    private static object Described(QualityProblem problem) => new
    {
        problem.Name,
        Goals = new[] { problem.Goal }.Concat(problem.FurtherGoals).Select(goal => goal.IsMaximize ? "maximize" : "minimize"),
        Constraints = problem.Constraints.Count,
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
