using System.Globalization;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study whose trials are a program, for tests that kill its process.</summary>
internal static class ScriptStudy
{
    public const string Name = "script-study";

    public static Study Create()
    {
        var command = new StudyOption("command", "The words of the command line, as JSON; {x} is the value.", "[]");
        var memory = new StudyOption("memory", "The most bytes of memory.", "0");
        var stop = new StudyOption("stop", "The step at which every second trial is stopped.", "0");
        var limits = new Lazy<ProgramObjective>(() => new(Name, new()
        {
            Grace = TimeSpan.FromSeconds(1),
            Memory = long.Parse(memory.Value, CultureInfo.InvariantCulture) is > 0 and var bytes ? bytes : null,
        }));
        return new Study<double>(Name)
        {
            Goal = Goal.Maximize("acc"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (x, trial, cancel) => limits.Value.Run(CallOf(command.Value, x), trial, cancel),
            Strategy = new RandomSearch(),
            Pruner = new StopsEverySecond(stop),
            Policy = new() { MostAttempts = 1000 },
            Budget = new(Trials: 12),
            Options = [command, memory, stop],
        };
    }

    private static ProgramCall CallOf(string command, double x)
    {
        var value = FormattableString.Invariant($"{x}");
        return new([.. JsonSerializer.Deserialize<string[]>(command)!.Select(word => word.Replace("{x}", value))], [], [new("x", value)]);
    }

    private sealed class StopsEverySecond(StudyOption stop) : IPruner
    {
        public bool ShouldStop(Trial trial, History history) =>
            int.Parse(stop.Value, CultureInfo.InvariantCulture) is > 0 and var step && trial.Number % 2 == 1 && trial.Measurements[^1].Step >= step;
    }
}
