using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study that names no strategy, from its settings function to its record, on spaces of odd sizes.</summary>
public sealed class LargeStudyTests
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 20_000).Select(i => $"word {i}")];

    private static readonly Dictionary<string, Func<ISuggest, double>> Spaces = new(StringComparer.Ordinal)
    {
        ["no parameters"] = _ => 1,
        ["20,000 options"] = suggest => suggest.Choice("word", Words).Length + suggest.Uniform("x", 0, 1),
        ["1,000 parameters"] = suggest => Enumerable.Range(0, 1_000).Sum(i => suggest.Uniform($"x{i}", 0, 1)),
        ["1,000 conditions deep"] = suggest =>
        {
            var depth = 0;
            while (depth < 1_000 && suggest.Bool($"further than {depth}"))
                depth++;
            return depth;
        },
    };

    public static TheoryData<string> Names => [.. Spaces.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_default_study_of_a_few_dozen_trials_is_run_and_recorded(string name)
    {
        using var folder = new TemporaryFolder();
        await using var store = new SqliteStudyStore(folder.File("search.db"));
        var study = new Study<double>("large")
        {
            Goal = Goal.Minimize("loss"),
            Space = Spaces[name],
            Objective = (loss, _, _) => loss,
            Budget = new(Trials: 30),
        };
        var definition = Studies.Define(study);
        var record = await store.OpenAsync(definition, TestContext.Current.CancellationToken);

        var outcome = await new StudyRunner(study, definition.Space, record, new() { Workers = 2 }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((RunEnd.Done, 30), (outcome.End, outcome.Finished));
        Assert.Equal(new TrialCounts(30, 0, 0, 0, 0), await record.CountAsync(TestContext.Current.CancellationToken));
    }
}
