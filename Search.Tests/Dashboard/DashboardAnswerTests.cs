using System.Net;
using System.Text;
using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What the dashboard's server answers, compared with the record.</summary>
public sealed class DashboardAnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_there()
    {
        await using var dashboard = await DashboardHost.StartAsync();

        Assert.Equal(DashboardHost.Page, await dashboard.Client.GetStringAsync("/", Cancel));
        Assert.Equal($"http://127.0.0.1:{dashboard.Server.Port}/", dashboard.Server.Address.ToString());
    }

    [Fact]
    public async Task The_studies_are_those_of_the_store_as_they_are()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        Assert.Equal(0, (await dashboard.JsonAsync("/api/studies")).GetProperty("studies").GetArrayLength());
        await using var store = dashboard.OpenStore();
        await RunAsync(store, "first", 12);
        await RunAsync(store, "second", 3);
        // The list is read anew when it is time to.
        await UntilAsync(async () => (await dashboard.JsonAsync("/api/studies")).GetProperty("studies").GetArrayLength() == 2);

        var listed = (await dashboard.JsonAsync("/api/studies")).GetProperty("studies").EnumerateArray().ToArray();

        foreach (var (study, summary) in listed.Zip(await store.ListAsync(Cancel)))
        {
            Assert.Equal(summary.Name, study.GetProperty("name").GetString());
            Assert.Equal(summary.Best, study.GetProperty("best").GetDouble());
            Assert.Equal(summary.Counts.Complete, study.GetProperty("counts").GetProperty("complete").GetInt32());
            Assert.Equal(summary.Created, study.GetProperty("created").GetDateTimeOffset());
            Assert.Equal(("maximize", "score"), (study.GetProperty("goal").GetProperty("direction").GetString(), study.GetProperty("goal").GetProperty("metric").GetString()));
        }
    }

    [Fact]
    public async Task A_study_has_the_numbers_of_its_record()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        var trials = await RunAsync(store, "study", 20, FailSome);

        var study = await dashboard.JsonAsync("/api/study", ("name", "study"));

        var rows = study.GetProperty("rows");
        Assert.Equal(trials.Select(trial => trial.Number), rows.GetProperty("number").EnumerateArray().Select(number => number.GetInt32()));
        Assert.Equal(trials.Select(trial => trial.Value), rows.GetProperty("value").EnumerateArray().Select(Number));
        Assert.Equal(trials.Select(trial => StateNames.Of(trial.State)), rows.GetProperty("state").EnumerateArray().Select(state => state.GetString()));
        Assert.Equal(trials.Count(trial => trial.State == TrialState.Failed), study.GetProperty("counts").GetProperty("failed").GetInt32());
        Assert.Equal(new TrialRanking(Goal.Maximize("score")).Complete(trials).Select(trial => trial.Number).Take(20), study.GetProperty("best").EnumerateArray().Select(number => number.GetInt32()));
        Assert.Equal(["rate", "units"], study.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.True(study.GetProperty("runningSeconds").GetDouble() > 0);
        Assert.Equal(["ms"], study.GetProperty("metrics").EnumerateArray().Select(name => name.GetString()));
        Assert.Single(study.GetProperty("workers").EnumerateArray());
    }

    [Fact]
    public async Task What_has_been_recorded_meanwhile_is_in_the_next_answer_and_has_a_higher_revision_and_another_tag()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await RunAsync(store, "study", 3);
        using var first = await dashboard.Client.GetAsync("/api/study?name=study", Cancel);
        using (var same = await AskAsync(dashboard, "/api/study?name=study", ("If-None-Match", first.Headers.ETag!.ToString())))
            Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(Cancel)).Length));

        await RunAsync(store, "study", 5);
        await UntilAsync(async () => (await dashboard.JsonAsync("/api/study", ("name", "study"))).GetProperty("counts").GetProperty("complete").GetInt32() == 5);

        using var next = await AskAsync(dashboard, "/api/study?name=study", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.NotEqual(first.Headers.ETag, next.Headers.ETag);
        Assert.True((await JsonAsync(next)).GetProperty("revision").GetInt64() > (await JsonAsync(first)).GetProperty("revision").GetInt64());
    }

    [Theory]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    public async Task Answers_are_packed_for_those_who_take_it(string accepted, bool isPacked)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await RunAsync(store, "study", 3);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(dashboard.Server.Address, "/api/study?name=study"));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(isPacked ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(isPacked, body is [0x1f, 0x8b, ..]);
        if (!isPacked)
            Assert.Equal("study", JsonSerializer.Deserialize<JsonElement>(body).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("number desc", "value > 0", "units <= 4")]
    [InlineData("value", "state = complete")]
    [InlineData("rate desc")]
    [InlineData("ms", "ms >= 3", "state != failed")]
    [InlineData(null, "seconds > 1000000")]
    public async Task Trials_are_selected_and_sorted_as_by_report(string? sort, params string[] where)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        var trials = await RunAsync(store, "study", 30, FailSome);
        var record = (await store.FindAsync("study", Cancel))!;
        var expected = new TrialSelection([.. where.Select(TrialCondition.Parse)], sort is null ? null : TrialOrder.Parse(sort))
            .Of(trials, record.Study, await StudyExtras.ReadAsync(record, Cancel)).Select(trial => trial.Number).ToArray();

        (string, object)[] query = [("name", "study"), ("sort", sort ?? ""), .. where.Select(condition => ("where", (object)condition))];
        var all = await dashboard.JsonAsync("/api/trials", query);
        var part = await dashboard.JsonAsync("/api/trials", [.. query, ("from", 2), ("count", 3)]);

        foreach (var (answer, numbers) in new[] { (all, expected), (part, expected.Skip(2).Take(3)) })
        {
            Assert.Equal((30, expected.Length), (answer.GetProperty("total").GetInt32(), answer.GetProperty("matched").GetInt32()));
            Assert.Equal(numbers, answer.GetProperty("rows").GetProperty("number").EnumerateArray().Select(number => number.GetInt32()));
        }
    }

    [Fact]
    public async Task A_trial_is_told_in_full()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        var trials = await RunAsync(store, "study", 12, FailSome);
        foreach (var trial in trials)
        {
            var told = await dashboard.JsonAsync("/api/trial", ("name", "study"), ("number", trial.Number));

            Assert.Equal((trial.Number, StateNames.Of(trial.State), trial.Error), (told.GetProperty("number").GetInt32(), told.GetProperty("state").GetString(), told.GetProperty("error").GetString()));
            Assert.Equal(trial.Value, Number(told.GetProperty("value")));
            Assert.Equal([$"note of {trial.Number}"], told.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
            Assert.Equal(trial.Number, told.GetProperty("metrics").GetProperty("ms").GetDouble());
            Assert.Equal(trial.Measurements.Count == 0 ? [] : [3], told.GetProperty("curves").EnumerateArray().Select(curve => curve.GetProperty("steps").GetArrayLength()));
            Assert.Equal(1, told.GetProperty("attempts").GetArrayLength());
            Assert.Equal(trial.Observed, told.GetProperty("saw").GetProperty("results").GetInt32());
        }
    }

    [Theory]
    [InlineData(null, ImportanceMethod.PedAnova)]
    [InlineData("ped-anova", ImportanceMethod.PedAnova)]
    [InlineData("fanova", ImportanceMethod.Fanova)]
    public async Task The_insight_is_that_of_the_trials_on_record(string? asked, ImportanceMethod method)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        var trials = await RunAsync(store, "study", 40);
        var expected = StudyInsight.Of((await store.FindAsync("study", Cancel))!.Study, trials, new() { Method = method });

        var insight = await dashboard.JsonAsync("/api/insight", ("name", "study"), ("method", asked ?? ""));

        Assert.Equal(expected.Trials, insight.GetProperty("trials").GetInt32());
        Assert.Equal(
            expected.Importance.Select(one => (one.Parameter, one.Importance)),
            insight.GetProperty("importance").EnumerateArray().Select(one => (one.GetProperty("parameter").GetString()!, one.GetProperty("importance").GetDouble())));
    }

    [Fact]
    public async Task A_file_of_a_trial_is_what_was_saved_whatever_its_name()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        var record = await store.OpenAsync(Studies.Define(Studies.Create()), Cancel);
        var trial = (await record.StartAsync(RandomProposal, 1, Cancel))!;
        string[] names = ["model.bin", "../../etc/passwd", "..", "con", "a\"; filename=\"b.exe", "<script>alert(1)</script>", "ünï中文", "a\\b", new('x', 400)];
        foreach (var name in names)
            Assert.True(await record.SaveArtifactAsync(trial, name, stream => stream.Write(Encoding.UTF8.GetBytes("content of " + name))));
        await record.FinishAsync(trial, TrialResult.Complete(1));
        foreach (var name in names)
        {
            using var response = await dashboard.Client.GetAsync(DashboardHost.Address("/api/artifact", ("name", "test-study"), ("number", 0), ("artifact", name)), Cancel);

            Assert.Equal("content of " + name, await response.Content.ReadAsStringAsync(Cancel));
            Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
            Assert.Matches("""^attachment; filename="?trial-0-[A-Za-z0-9_.-]{1,100}"?$""", Assert.Single(response.Content.Headers.GetValues("Content-Disposition")));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.ErrorAsync("/api/artifact", ("name", "test-study"), ("number", 0), ("artifact", "other"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.ErrorAsync("/api/artifact", ("name", "test-study"), ("number", 1), ("artifact", "model.bin"))).Status);
    }

    [Fact]
    public async Task Hostile_names_are_names_and_nothing_else()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        foreach (var name in HostileNames.All.Take(40))
            await store.OpenAsync(Studies.Define(Studies.Create()) with { Name = name }, Cancel);
        foreach (var name in HostileNames.All.Take(40))
            Assert.Equal(name, (await dashboard.JsonAsync("/api/study", ("name", name))).GetProperty("name").GetString());
        foreach (var name in HostileNames.All.Skip(40).Concat(["\0", "a\0b", "\ud800"]))
        {
            var (status, error) = await dashboard.ErrorAsync("/api/study", ("name", name));
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Equal(SafeText.Line(error), error);
        }
        Assert.Empty(dashboard.Reports);
    }

    [Theory]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/study/../../etc/passwd")]
    [InlineData("/index.html")]
    [InlineData("/api")]
    [InlineData("/API/STUDIES")]
    [InlineData("/api/studies/")]
    public async Task What_is_not_there_is_not_there(string path)
    {
        await using var dashboard = await DashboardHost.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.ErrorAsync(path)).Status);
    }

    [Theory]
    [InlineData("/api/study", 400, "`name` is missing")]
    [InlineData("/api/study?name=", 400, "`name` is missing")]
    [InlineData("/api/study?name=a&name=b", 400, "`name` is there 2 times")]
    [InlineData("/api/study?name=nobody", 404, "There is no study 'nobody'")]
    [InlineData("/api/events?name=nobody", 404, "There is no study 'nobody'")]
    [InlineData("/api/trial?name=test-study", 400, "`number` is missing")]
    [InlineData("/api/trial?name=test-study&number=-1", 400, "a whole number from 0")]
    [InlineData("/api/trial?name=test-study&number=1e3", 400, "a whole number from 0")]
    [InlineData("/api/trial?name=test-study&number=99999999999", 400, "a whole number from 0")]
    [InlineData("/api/trial?name=test-study&number=%3Cscript%3E", 400, "a whole number from 0")]
    [InlineData("/api/trial?name=test-study&number=7", 404, "has no trial 7")]
    [InlineData("/api/trials?name=test-study&where=nonsense", 400, "'nonsense' is no condition")]
    [InlineData("/api/trials?name=test-study&where=nothing%3D1", 400, "There is no column 'nothing'")]
    [InlineData("/api/trials?name=test-study&sort=nothing", 400, "There is no column 'nothing'")]
    [InlineData("/api/trials?name=test-study&count=1001", 400, "a whole number from 0 to 1000")]
    [InlineData("/api/trials?name=test-study&from=x", 400, "a whole number from 0")]
    [InlineData("/api/insight?name=test-study&method=other", 400, "`method` is ped-anova or fanova")]
    [InlineData("/api/insight?name=nobody", 404, "There is no study 'nobody'")]
    [InlineData("/api/artifact?name=test-study&number=0", 400, "`artifact` is missing")]
    public async Task A_question_that_cannot_be_answered_is_told_why(string address, int status, string error)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await using var store = dashboard.OpenStore();
        await RunAsync(store, "test-study", 2);

        var answer = await dashboard.ErrorAsync(address);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Empty(dashboard.Reports);
    }

    [Fact]
    public async Task A_head_is_answered_without_a_body_also_where_a_get_would_go_on()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        foreach (var path in (string[])["/", "/api/studies", "/api/events"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var response = await dashboard.Client.SendAsync(request, Cancel);
            Assert.Equal((HttpStatusCode.OK, 0), (response.StatusCode, (await response.Content.ReadAsByteArrayAsync(Cancel)).Length));
        }
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_told_as_that()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        await File.WriteAllTextAsync(dashboard.File, "This is no database, but a text that is longer than the head of one would be: " + new string('x', 500), Cancel);

        var (status, error) = await dashboard.ErrorAsync("/api/studies");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("is not a database", error, StringComparison.Ordinal);
    }

    /// <summary>Runs a study to so many trials, each with a metric and a note.</summary>
    internal static async Task<IReadOnlyList<Trial>> RunAsync(IStudyStore store, string name, int trials, Func<int, TrialResult?>? result = null)
    {
        var record = await store.OpenAsync(Studies.Define(Studies.Create()) with { Name = name }, Cancel);
        while (await record.StartAsync(RandomProposal, trials, Cancel) is { } trial)
        {
            record.ReportMetric(trial, new(trial.Number, "ms", null, trial.Number));
            record.ReportNote(trial, new(trial.Number, 0, $"note of {trial.Number}"));
            for (var step = 1; step <= 3 && trial.Number % 2 == 0; step++)
                record.Report(trial, new(step, step * 0.1));
            Assert.True(await record.FinishAsync(trial, result?.Invoke(trial.Number) ?? TrialResult.Complete(trial.Number * 7 % 11)));
        }
        return await record.ReadAsync(Cancel);
    }

    internal static Proposal RandomProposal(History history)
    {
        var random = history.ProposalStream();
        return new RandomSearch().Propose(history, ref random)!;
    }

    /// <summary>Waits until something holds, which it does soon.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(20, Cancel);
    }

    private static TrialResult? FailSome(int number) => number % 5 == 3 ? TrialResult.Failed("System.Exception: <b>no</b>\n   at a place") : number % 5 == 4 ? TrialResult.Pruned(0.5) : null;

    private static double? Number(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.GetDouble();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(Cancel));

    private static async Task<HttpResponseMessage> AskAsync(DashboardHost dashboard, string path, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await dashboard.Client.SendAsync(request, Cancel);
    }
}
