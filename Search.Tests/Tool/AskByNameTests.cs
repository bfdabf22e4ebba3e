using System.Text.Json;
using HyperSearch;

namespace Search.Tests;

/// <summary>Trials of studies that are known by their records alone.</summary>
public sealed class AskByNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_study_without_a_command_is_asked_and_told_by_its_name_and_keeps_to_its_conditions_pruner_and_budget()
    {
        await RunAsync("tune", "--name", "asked", "--maximize", "acc", "--trials", "6", "--strategy", "random", "--pruner", "median", "--param", "layers~int:1:2", "--param", "units2~int:1:9@layers:2+", "--param", "bias~flag");

        var trials = (await RunAsync("ask", "asked", "--count", "9")).Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(6, trials.Length);
        Assert.All(trials, trial =>
        {
            var values = trial.GetProperty("values");
            Assert.Equal(values.GetProperty("layers").GetInt32() == 2, values.TryGetProperty("units2", out _));
            Assert.True(values.GetProperty("bias").ValueKind is JsonValueKind.True or JsonValueKind.False);
        });
        Assert.Equal(3, (await RunAsync("ask", "asked")).ExitCode);
        for (var number = 0; number < 5; number++)
        {
            await RunAsync("tell", "asked", $"{number}", "--report", "1=1");
            await RunAsync("tell", "asked", $"{number}", "--report", "2=1", "--value", "1");
        }
        Assert.Equal((3, "{\"trial\":5,\"state\":\"running\",\"stop\":true}\n"), await RunAsync("tell", "asked", "5", "--report", "1=0") is var stopped ? (stopped.ExitCode, stopped.Out) : default);
        Assert.Equal("{\"trial\":5,\"state\":\"pruned\",\"value\":0}\n", (await RunAsync("tell", "asked", "5", "--value", "0")).Out);
        Assert.Equal("{\"protocol\":1,\"study\":\"asked\",\"goal\":\"maximize\",\"metric\":\"acc\",\"parameters\":[\"layers\",\"units2\",\"bias\"]}\n", (await RunAsync("serve", "asked")).Out);
    }

    [Fact]
    public async Task A_study_that_went_on_with_a_larger_budget_is_asked_for_that_many_trials()
    {
        foreach (var trials in (string[])["1", "3"])
            await RunAsync("tune", "--name", "asked", "--maximize", "acc", "--trials", trials, "--param", "layers~int:1:9");

        Assert.Equal(3, (await RunAsync("ask", "asked", "--count", "9")).Out.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task A_study_whose_code_is_in_a_file_goes_on_by_its_name_where_its_record_suffices()
    {
        var study = Studies.Create(trials: 12);
        await CommandRun.OfAsync(study, "run", "--trials", "9", "--workers", "1", "--store", Store);
        var early = await RunAsync("ask", "test-study", "--trials", "12");
        await CommandRun.OfAsync(study, "run", "--trials", "10", "--workers", "1", "--store", Store);

        var asked = await RunAsync("ask", "test-study", "--trials", "12");

        Assert.Equal((1, "Study 'test-study' is to be called by its file: dotnet run FILE.cs -- VERB. Its record has the parameters, but not whether all of them are always active, which 10 proposals would show; it has 9.\n"), (early.ExitCode, early.Error));
        Assert.Equal((0, "Warning: 'test-study' is searched by its record alone, which knows nothing of combinations that its code forbids, nor of its pruner.\n"), (asked.ExitCode, asked.Error));
        Assert.Equal(0, (await RunAsync("tell", "test-study", "10", "--report", "1=0.5", "--value", "1")).ExitCode);
        Assert.Equal("11 proposals recomputed, all identical\n", (await CommandRun.OfAsync(study, "replay", "--store", Store)).Out);
    }

    [Theory]
    [InlineData(true, "is to be called by its file: dotnet run FILE.cs -- VERB. Its record has the parameters, but not when each of them is active: trial ")]
    [InlineData(false, "is to be called by its file: dotnet run FILE.cs -- VERB. Its strategy Search.Tests.FollowsBest cannot be made of its name; --strategy NAME goes on with another.")]
    public async Task One_whose_record_does_not_suffice_is_refused(bool hasConditions, string message)
    {
        var study = new Study<double>("refused")
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.Uniform("x", 0, 1) > 0.5 && hasConditions ? 0 : suggest.Uniform("y", 0, 1),
            Objective = (y, _, _) => y,
            Strategy = hasConditions ? new RandomSearch() : new FollowsBest(),
            Budget = new(12),
        };
        await CommandRun.OfAsync(study, "run", "--workers", "1", "--store", Store);

        foreach (var verb in (string[])["ask", "serve"])
        {
            var refused = await RunAsync(verb, "refused", "--trials", "20");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        }
    }

    private Task<CommandRun> RunAsync(params string[] args) => ToolRun.OfAsync([.. args, "--store", Store]);
}
