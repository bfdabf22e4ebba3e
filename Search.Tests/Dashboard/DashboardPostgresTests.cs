using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The dashboard over a PostgreSQL store.</summary>
public sealed class DashboardPostgresTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_others_record_is_told_and_shown()
    {
        var address = await server.CreateDatabaseAsync();
        await using var dashboard = await DashboardHost.StartAsync(store: () => new PostgresStudyStore(address));
        await using var store = new PostgresStudyStore(address);
        await DashboardAnswerTests.RunAsync(store, "study", 3);
        using var events = await dashboard.ListenAsync(("name", "study"));
        Assert.Equal(3, (await events.NextAsync("study", Cancel)).GetProperty("trials").GetInt32());

        var trials = await DashboardAnswerTests.RunAsync(store, "study", 5);
        while ((await events.NextAsync("study", Cancel)).GetProperty("trials").GetInt32() < 5)
        {
            // It is on its way.
        }
        await DashboardAnswerTests.UntilAsync(async () => (await dashboard.JsonAsync("/api/study", ("name", "study"))).GetProperty("counts").GetProperty("complete").GetInt32() == 5);

        var study = await dashboard.JsonAsync("/api/study", ("name", "study"));
        Assert.Equal(trials.Select(trial => trial.Value), study.GetProperty("rows").GetProperty("value").EnumerateArray().Select(value => (double?)value.GetDouble()));
        Assert.Equal("study", Assert.Single((await dashboard.JsonAsync("/api/studies")).GetProperty("studies").EnumerateArray()).GetProperty("name").GetString());
        Assert.Empty(dashboard.Reports);
    }
}
