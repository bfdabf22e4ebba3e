using System.Text.Json;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A program that asks for trials and tells of them by lines of JSON.</summary>
public sealed class ServeTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private static readonly int Kills = TestKills.Count(3);

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_asks_reports_and_tells_of_several_trials_at_once()
    {
        await File.WriteAllBytesAsync(_folder.File("model"), [1, 2, 3], Cancel);
        using var serve = new ServeProcess("--store", Store, "--trials", "3");
        Assert.Equal("{\"protocol\":1,\"study\":\"process-study\",\"goal\":\"minimize\",\"metric\":\"loss\",\"parameters\":[\"x\"]}", (await serve.ReadAsync()).GetRawText());
        foreach (var number in (int[])[0, 1, 2])
        {
            var asked = await serve.AskAsync($"{{\"id\":\"q{number}\",\"do\":\"ask\"}}");
            Assert.Equal(($"q{number}", number, 1), (asked.GetProperty("id").GetString(), asked.GetProperty("trial").GetInt32(), asked.GetProperty("attempt").GetInt32()));
            Assert.InRange(asked.GetProperty("values").GetProperty("x").GetDouble(), -1, 1);
        }
        Assert.Equal("{\"end\":\"budget\",\"message\":\"Done: the budget of 3 trials is used up.\",\"running\":3,\"waiting\":0}", (await serve.AskAsync("{\"do\":\"ask\"}")).GetRawText());

        Assert.Equal("{\"id\":1,\"stop\":false}", (await serve.AskAsync("{\"id\":1,\"do\":\"report\",\"trial\":1,\"step\":1,\"value\":0.5,\"curves\":{\"train\":0.25}}")).GetRawText());
        Assert.Equal("{\"stop\":false}", (await serve.AskAsync("{\"do\":\"record\",\"trial\":1,\"metric\":\"ms\",\"value\":3}")).GetRawText());
        Assert.Equal("{\"stop\":false}", (await serve.AskAsync("{\"do\":\"note\",\"trial\":1,\"text\":\"so far\"}")).GetRawText());
        Assert.Equal("{\"stop\":false}", (await serve.AskAsync($"{{\"do\":\"artifact\",\"trial\":1,\"name\":\"model\",\"file\":{JsonSerializer.Serialize(_folder.File("model"))}}}")).GetRawText());
        Assert.Equal("{\"id\":2,\"state\":\"complete\",\"value\":0.125}", (await serve.AskAsync("{\"id\":2,\"do\":\"tell\",\"trial\":1,\"value\":0.125,\"metrics\":{\"size\":7}}")).GetRawText());
        Assert.Equal("{\"state\":\"failed\"}", (await serve.AskAsync("{\"do\":\"fail\",\"trial\":0,\"error\":\"no memory\"}")).GetRawText());
        Assert.Equal("late", (await serve.AskAsync("{\"do\":\"tell\",\"trial\":1,\"value\":1}")).GetProperty("kind").GetString());
        Assert.Equal("{\"id\":3,\"released\":[2]}", (await serve.AskAsync("{\"id\":3,\"do\":\"end\"}")).GetRawText());
        Assert.Equal(new CommandRun(0, "", ""), await serve.Process.EndAsync());

        await using var store = new SqliteStudyStore(Store);
        var record = (await store.FindAsync(ProcessStudy.Name, Cancel))!;
        var trials = await record.ReadAsync(Cancel);
        Assert.Equal([(TrialState.Failed, "no memory"), (TrialState.Complete, null), (TrialState.Waiting, null)], trials.Select(trial => (trial.State, trial.Error)));
        Assert.Equal([new Measurement(1, 0.5)], trials[1].Measurements);
        Assert.Equal([("ms", null, 3.0), ("size", null, 7), ("train", 1, 0.25)], (await record.ReadMetricsAsync(Cancel)).Select(metric => (metric.Name, metric.Step, metric.Value)));
        Assert.Equal("model", Assert.Single(await record.ReadArtifactsAsync(1, Cancel)).Name);
        Assert.Contains("3 proposals recomputed, all identical", (await CommandRun.OfAsync(ProcessStudy.Create(), "replay", "--store", Store)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_greeted_with_goals_and_constraints_and_tells_the_numbers_that_they_go_by()
    {
        using var talk = new Talk(TradeOffStudy.Create(trials: 1));
        Assert.Equal("{\"protocol\":1,\"study\":\"trade-off-study\",\"goal\":\"maximize\",\"metric\":\"accuracy\",\"goals\":[{\"goal\":\"maximize\",\"metric\":\"accuracy\"},{\"goal\":\"minimize\",\"metric\":\"ms\"}],"
            + "\"constraints\":[{\"metric\":\"mb\",\"at_most\":1.5},{\"metric\":\"accuracy\",\"at_least\":-1.5}],\"parameters\":[\"x\",\"y\"]}", talk.Greeting);
        await talk.AskAsync("{\"do\":\"ask\"}");
        var lacks = JsonDocument.Parse(await talk.AskAsync("{\"do\":\"tell\",\"trial\":0,\"value\":1,\"metrics\":{\"ms\":3}}")).RootElement;
        Assert.Equal("request", lacks.GetProperty("kind").GetString());
        Assert.Contains("did not record 'mb', which a constraint of the study goes by. Record", lacks.GetProperty("error").GetString(), StringComparison.Ordinal);

        Assert.Equal("{\"state\":\"complete\",\"value\":1}", await talk.AskAsync("{\"do\":\"tell\",\"trial\":0,\"value\":1,\"metrics\":{\"mb\":2}}"));
        Assert.Equal("late", JsonDocument.Parse(await talk.AskAsync("{\"do\":\"tell\",\"trial\":0,\"value\":1}")).RootElement.GetProperty("kind").GetString());
        Assert.Equal("{\"released\":[]}", await talk.AskAsync("{\"do\":\"end\"}"));
        await talk.RestAsync();
    }

    [Fact]
    public async Task A_checkpoint_goes_to_the_session_that_can_go_on_from_it()
    {
        await File.WriteAllBytesAsync(_folder.File("one"), [1, 2, 3], Cancel);
        using (var first = new ServeProcess("--store", Store))
        {
            await first.ReadAsync();
            await first.AskForTrialAsync();
            await first.AskAsync("{\"do\":\"report\",\"trial\":0,\"step\":4,\"value\":0.5}");
            await first.AskAsync($"{{\"do\":\"checkpoint\",\"trial\":0,\"step\":4,\"file\":{JsonSerializer.Serialize(_folder.File("one"))}}}");
            await first.Process.KillAsync();
        }
        using var second = new ServeProcess("--store", Store);
        await second.ReadAsync();

        Assert.Equal((0, 4), (await second.AskAsync("{\"do\":\"ask\",\"resume\":true}") is var asked ? asked.GetProperty("trial").GetInt32() : -1, asked.GetProperty("checkpoint").GetInt32()));
        Assert.Equal("{\"step\":4}", (await second.AskAsync($"{{\"do\":\"restore\",\"trial\":0,\"file\":{JsonSerializer.Serialize(_folder.File("two"))}}}")).GetRawText());
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_folder.File("two"), Cancel));
        Assert.Equal("Steps must rise from report to report, but step 4 follows step 4.", (await second.AskAsync("{\"do\":\"report\",\"trial\":0,\"step\":4,\"value\":1}")).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{\"do\":\"ask\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"do\":\"ask\",\"do\":\"ask\"}")]
    [InlineData("{\"do\":\"aks\"}")]
    [InlineData("{\"do\":[[[[[[[[]]]]]]]]}")]
    [InlineData("{\"id\":{},\"do\":\"ask\"}")]
    [InlineData("{\"do\":\"ask\",\"count\":3}")]
    [InlineData("{\"do\":\"tell\",\"value\":1}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0}")]
    [InlineData("{\"do\":\"tell\",\"trial\":\"0\",\"value\":1}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0.5,\"value\":1}")]
    [InlineData("{\"do\":\"tell\",\"trial\":99999999999,\"value\":1}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0,\"value\":\"1\"}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0,\"value\":NaN}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0,\"value\":1,\"metrics\":[1]}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0,\"value\":1,\"metrics\":{\"a\":\"b\"}}")]
    [InlineData("{\"do\":\"tell\",\"trial\":0,\"value\":1,\"metrics\":{\"score\":1}}")]
    [InlineData("{\"do\":\"report\",\"trial\":0,\"step\":1,\"value\":1e999}")]
    [InlineData("{\"do\":\"report\",\"trial\":0,\"step\":true,\"value\":1}")]
    [InlineData("{\"do\":\"report\",\"trial\":7,\"step\":1,\"value\":1}")]
    [InlineData("{\"do\":\"record\",\"trial\":0,\"metric\":\"\",\"value\":1}")]
    [InlineData("{\"do\":\"note\",\"trial\":0,\"text\":\"\\ud800\"}")]
    [InlineData("{\"do\":\"artifact\",\"trial\":0,\"name\":\"a\",\"file\":\"/nowhere/file\"}")]
    [InlineData("{\"do\":\"artifact\",\"trial\":0,\"name\":\"a\\nb\",\"file\":\"/etc/hostname\"}")]
    [InlineData("{\"do\":\"checkpoint\",\"trial\":0,\"step\":1,\"file\":\"\\u0000\"}")]
    [InlineData("{\"do\":\"restore\",\"trial\":0,\"file\":\"/nowhere/file\"}")]
    public async Task What_cannot_be_understood_is_answered_and_changes_nothing(string line)
    {
        using var talk = new Talk(Studies.Create());
        await talk.AskAsync("{\"do\":\"ask\"}");

        var answer = JsonDocument.Parse(await talk.AskAsync(line)).RootElement;

        Assert.Equal("request", answer.GetProperty("kind").GetString());
        Assert.NotEmpty(answer.GetProperty("error").GetString()!);
        Assert.Equal("{\"state\":\"complete\",\"value\":1}", await talk.AskAsync("{\"do\":\"tell\",\"trial\":0,\"value\":1}"));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    [InlineData("pipe")]
    public async Task A_file_without_an_end_or_a_beginning_holds_nobody_up(string file)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such files.");
        if (file == "pipe")
        {
            using var make = System.Diagnostics.Process.Start("mkfifo", file = _folder.File(file));
            await make.WaitForExitAsync(Cancel);
        }
        using var talk = new Talk(Studies.Create());
        await talk.AskAsync("{\"do\":\"ask\"}");

        Assert.Equal("{\"stop\":false}", await talk.AskAsync($"{{\"do\":\"artifact\",\"trial\":0,\"name\":\"a\",\"file\":\"{file}\"}}"));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_answered_and_the_next_one_too()
    {
        using var talk = new Talk(Studies.Create());

        Assert.Contains("a line of at most 250000 characters", await talk.AskAsync($"{{\"do\":\"{new string('a', 300_000)}\"}}"), StringComparison.Ordinal);
        Assert.InRange((await talk.AskAsync($"{{\"do\":\"{new string('a', 200_000)}\"}}")).Length, 2000, 3000);
        Assert.Contains("\"trial\":0", await talk.AskAsync("{\"do\":\"ask\"}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_of_a_trial_is_done_in_its_order_though_no_answer_is_waited_for()
    {
        using var talk = new Talk(Studies.Create());
        await talk.AskAsync("{\"do\":\"ask\"}");
        await talk.AskAsync("{\"do\":\"ask\"}");
        for (var step = 1; step <= 300; step++)
            talk.Say($"{{\"id\":{step},\"do\":\"report\",\"trial\":{step % 2},\"step\":{step},\"value\":{step}}}");
        talk.Say("{\"id\":301,\"do\":\"tell\",\"trial\":0,\"value\":1}");
        talk.Say("{\"id\":302,\"do\":\"end\"}");

        var answers = await talk.RestAsync();

        Assert.Equal(Enumerable.Range(1, 302), answers.Select(answer => JsonDocument.Parse(answer).RootElement.GetProperty("id").GetInt32()).Order());
        Assert.Equal("{\"id\":302,\"released\":[1]}", answers[^1]);
        Assert.DoesNotContain(answers, answer => answer.Contains("error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_cannot_begin_gets_a_line_that_says_why()
    {
        await CommandRun.OfAsync(Studies.Create(seed: 1), "ask", "--store", Store);

        var serve = await CommandRun.OfAsync(Studies.Create(seed: 2), "serve", "--store", Store);

        Assert.Equal(1, serve.ExitCode);
        Assert.Contains("seed: on record 1, now 2", JsonDocument.Parse(serve.Out).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("seed: on record 1, now 2", serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_ends_gives_back_what_was_not_told_and_answers_what_was_asked()
    {
        var piped = await CommandRun.OfAsync(Studies.Create(), answer: "{\"do\":\"ask\"}\n\n{\"do\":\"as", ["serve", "--store", Store]);

        Assert.Equal((0, ""), (piped.ExitCode, piped.Error));
        Assert.Equal(3, piped.Out.TrimEnd().Split('\n').Length);
        Assert.Contains("\"trial\":0", piped.Out, StringComparison.Ordinal);
        await using var store = new SqliteStudyStore(Store);
        Assert.Equal((1, 0), ((await store.ListAsync(Cancel))[0].Counts is var counts ? counts.Waiting : -1, counts.Running));
    }

    [Fact]
    public async Task What_a_study_prints_itself_does_not_come_between_the_answers()
    {
        using var serve = StudyProcess.StartAny(["dotnet", typeof(ServeTests).Assembly.Location, "study", PrintingStudy.Name, "serve", "--store", Store], new Dictionary<string, string>(), hasInput: true);
        await serve.SayAsync("{\"do\":\"ask\"}");
        serve.CloseInput();

        var end = await serve.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.All(end.Out.TrimEnd().Split('\n'), line => JsonDocument.Parse(line));
    }

    [Theory]
    [InlineData("TERM", 130)]
    [InlineData("pipe", 141)]
    public async Task A_signal_and_a_reader_that_is_gone_end_it_and_give_the_trials_back(string cause, int code)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has neither the signal nor the pipe.");
        using var serve = new ServeProcess("--store", Store);
        await serve.ReadAsync();
        await serve.AskForTrialAsync();
        await serve.AskForTrialAsync();
        if (cause == "TERM")
        {
            await serve.Process.TerminateAsync();
        }
        else
        {
            serve.Process.CloseOutput();
            await serve.Process.SayAsync("{\"do\":\"ask\"}");
        }

        var (exit, error) = await serve.Process.EndUnreadAsync();

        Assert.Equal((code, cause == "TERM" ? "Stopping: trials that run go back to waiting. Once more: leave at once.\n" : ""), (exit, error));
        Assert.All(await ServeProcess.TrialsAsync(new SqliteStudyStore(Store)), trial => Assert.Equal(TrialState.Waiting, trial.State));
    }

    [Fact]
    public async Task On_a_SQLite_file_killed_servers_lose_and_double_nothing() =>
        await ServeAndKillAsync(Store, () => new SqliteStudyStore(Store), Kills);

    [Fact]
    public async Task On_PostgreSQL_killed_servers_lose_and_double_nothing()
    {
        var address = await server.CreateDatabaseAsync();
        await ServeAndKillAsync(address, () => new PostgresStudyStore(address), Math.Max(1, Kills / 2));
    }

    private static async Task ServeAndKillAsync(string place, Func<SqlStudyStore> open, int kills)
    {
        var random = new RandomStream(3, 0, StreamPurpose.Evaluate);
        var told = new Dictionary<int, double>();
        var trials = (30 + 20 * kills).ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (var kill = 0; kill < kills; kill++)
        {
            using var killed = new ServeProcess("--store", place, "--trials", trials);
            using var ended = new ServeProcess("--store", place, "--trials", trials);
            await Task.WhenAll(killed.ReadAsync(), ended.ReadAsync());
            var talks = Task.WhenAll(TalkAsync(killed, told), TalkAsync(ended, told));
            await Task.Delay(20 + random.NextInt(150), Cancel);
            await killed.Process.KillAsync();
            ended.Process.CloseInput();
            await talks;
            await ended.Process.EndAsync();
        }
        var before = await ServeProcess.TrialsAsync(open());
        Assert.Equal(told, told.ToDictionary(pair => pair.Key, pair => before[pair.Key].Value!.Value));
        using (var last = new ServeProcess("--store", place, "--trials", trials))
        {
            await last.ReadAsync();
            await TalkAsync(last, told);
            last.Process.CloseInput();
            Assert.Equal(0, (await last.Process.EndAsync()).ExitCode);
        }

        var all = await ServeProcess.TrialsAsync(open());
        Assert.Equal(Enumerable.Range(0, 30 + 20 * kills), all.Select(trial => trial.Number));
        Assert.All(all, trial => Assert.Equal((TrialState.Complete, (double?)Score(trial.Number)), (trial.State, trial.Value)));
        Assert.Equal(Enumerable.Range(0, all.Count), all.Select(trial => trial.FinishOrder!.Value).Order());
        Assert.Contains("all identical", (await CommandRun.OfAsync(ProcessStudy.Create(), "replay", "--store", place)).Out, StringComparison.Ordinal);
    }

    // Until nothing is left, or the process is gone.
    private static async Task TalkAsync(ServeProcess serve, Dictionary<int, double> told)
    {
        try
        {
            while (await serve.AskForTrialAsync() is { } trial)
            {
                await serve.AskAsync($"{{\"do\":\"report\",\"trial\":{trial},\"step\":1,\"value\":1}}");
                var answer = await serve.AskAsync($"{{\"do\":\"tell\",\"trial\":{trial},\"value\":{Score(trial)}}}");
                lock (told)
                    told.Add(trial, answer.GetProperty("value").GetDouble());
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException or KeyNotFoundException)
        {
        }
    }

    private static double Score(int trial) => trial * 0.5;
}
