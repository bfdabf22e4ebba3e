using System.Text.Json;

namespace Search.Tests;

/// <summary>What one is told who listens while something happens.</summary>
public sealed class DashboardEventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_trial_that_another_process_runs_is_told_when_it_starts_and_when_it_ends()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await store.OpenAsync(new(ProcessStudy.Name, ProcessStudy.Create().TraceSpace(), ProcessStudy.Create().Goal, 0) { Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["pause"] = "30" } }, Cancel);
        using var events = await dashboard.ListenAsync(("name", ProcessStudy.Name));
        var before = (await events.NextAsync("study", Cancel)).GetProperty("revision").GetInt64();

        using var process = StudyProcess.Start("run", "--store", dashboard.File, "--pause", "30", "--workers", "2");
        var (started, reported, ended) = (new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
        while (ended.Count < 30)
        {
            var told = await events.NextAsync("study", Cancel);
            Assert.True(told.GetProperty("revision").GetInt64() > before);
            before = told.GetProperty("revision").GetInt64();
            started.UnionWith(Numbers(told, "started"));
            reported.UnionWith(Numbers(told, "reported"));
            ended.UnionWith(Numbers(told, "ended"));
            Assert.True(ended.Count <= told.GetProperty("trials").GetInt32());
        }

        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        Assert.Equal(Enumerable.Range(0, 30), ended.Order());
        Assert.NotEmpty(started);
        Assert.Subset(ended, started);
        Assert.Subset(ended, reported);
        var study = await dashboard.JsonAsync("/api/study", ("name", ProcessStudy.Name));
        Assert.Equal((await (await store.FindAsync(ProcessStudy.Name, Cancel))!.ReadAsync(Cancel)).Select(trial => trial.Value), study.GetProperty("rows").GetProperty("value").EnumerateArray().Select(value => (double?)value.GetDouble()));
    }

    [Fact]
    public async Task One_hundred_who_listen_are_all_told_the_same()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await DashboardAnswerTests.RunAsync(store, "study", 2);
        var listeners = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => dashboard.ListenAsync(("name", "study"))));
        foreach (var listener in listeners)
            Assert.Equal(2, (await listener.NextAsync("study", Cancel)).GetProperty("trials").GetInt32());

        await DashboardAnswerTests.RunAsync(store, "study", 3);

        foreach (var listener in listeners)
        {
            Assert.Equal([2], await UntilEndedAsync(listener, 2));
            listener.Dispose();
        }
    }

    [Fact]
    public async Task A_study_that_comes_is_told_to_all_who_listen()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        using var events = await dashboard.ListenAsync();

        await DashboardAnswerTests.RunAsync(store, "study", 2);

        await events.NextAsync("studies", Cancel);
        Assert.Equal("study", Assert.Single((await dashboard.JsonAsync("/api/studies")).GetProperty("studies").EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_study_that_is_deleted_or_renamed_while_it_is_open_is_gone_and_told_so_and_may_come_again(bool isDeleted)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await DashboardAnswerTests.RunAsync(store, "study", 4);
        using var events = await dashboard.ListenAsync(("name", "study"));
        Assert.Equal(4, (await events.NextAsync("study", Cancel)).GetProperty("trials").GetInt32());

        await (isDeleted ? store.DeleteAsync("study", Cancel) : store.RenameAsync("study", "other", Cancel));
        await UntilTrialsAsync(events, 0);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await dashboard.ErrorAsync("/api/study", ("name", "study"))).Status);
        if (!isDeleted)
            Assert.Equal(4, (await dashboard.JsonAsync("/api/study", ("name", "other"))).GetProperty("counts").GetProperty("complete").GetInt32());

        await DashboardAnswerTests.RunAsync(store, "study", 2);
        await UntilTrialsAsync(events, 2);
        await DashboardAnswerTests.UntilAsync(async () => (await dashboard.JsonAsync("/api/study", ("name", "study"))).GetProperty("counts").GetProperty("complete").GetInt32() == 2);
    }

    [Fact]
    public async Task One_who_comes_back_is_told_where_the_study_stands_and_that_the_list_may_be_another()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await DashboardAnswerTests.RunAsync(store, "study", 2);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events?name=study");
        request.Headers.Add("Last-Event-ID", "12345");

        using var response = await dashboard.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var events = new DashboardEvents(response, await response.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("studies", (await events.NextAsync(Cancel))!.Value.Name);
        var study = (await events.NextAsync(Cancel))!.Value;
        Assert.Equal(("study", 2), (study.Name, study.Data.GetProperty("trials").GetInt32()));
        Assert.Equal(study.Id, $"{study.Data.GetProperty("revision").GetInt64()}");
    }

    [Fact]
    public async Task The_server_ends_while_others_listen()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await DashboardAnswerTests.RunAsync(store, "study", 2);
        var listeners = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? dashboard.ListenAsync() : dashboard.ListenAsync(("name", "study"))));

        await dashboard.StopAsync();

        foreach (var listener in listeners)
        {
            while (await listener.NextAsync(Cancel) is not null)
            {
                // What was told before.
            }
            listener.Dispose();
        }
        await Assert.ThrowsAsync<HttpRequestException>(() => dashboard.Client.GetAsync("/", Cancel));
    }

    [Fact]
    public async Task Nobody_who_writes_waits_for_one_who_listens()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await DashboardAnswerTests.RunAsync(store, "study", 2);
        using var events = await dashboard.ListenAsync(("name", "study"));
        await events.NextAsync("study", Cancel);

        // What is deleted is nobody's to hold: neither a lock nor an open transaction is in its way, and the log is begun anew.
        await DashboardAnswerTests.RunAsync(store, "study", 600);
        await UntilTrialsAsync(events, 600);

        Assert.InRange(new FileInfo(dashboard.File + "-wal").Length, 0, 4_000_000);
    }

    private static async Task UntilTrialsAsync(DashboardEvents events, int trials)
    {
        while ((await events.NextAsync("study", Cancel)).GetProperty("trials").GetInt32() != trials)
        {
            // It is on its way.
        }
    }

    private static async Task<IEnumerable<int>> UntilEndedAsync(DashboardEvents events, int number)
    {
        var ended = new SortedSet<int>();
        while (!ended.Contains(number))
            ended.UnionWith(Numbers(await events.NextAsync("study", Cancel), "ended"));
        return ended;
    }

    private static IEnumerable<int> Numbers(JsonElement told, string name) => told.GetProperty(name).EnumerateArray().Select(number => number.GetInt32());
}
