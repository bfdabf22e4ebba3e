using HyperSearch.Dashboard;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The page as a server shows it, while the studies of its store go on in other processes.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageLiveTests(BrowserFixture browser)
{
    [Fact]
    public async Task Trials_of_another_process_appear_as_they_start_and_end()
    {
        await browser.StartAsync();
        using var folder = new TemporaryFolder();
        var file = folder.File("live.db");
        using var process = StudyProcess.Start("run", "--store", file, "--pause", "300", "--workers", "1");
        await using var store = new SqliteStudyStore(file);
        while (await store.FindAsync(ProcessStudy.Name) is null)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        await using var server = await StartAsync(store);
        await using var page = await browser.OpenAsync($"{server.Address}#/trials?study={ProcessStudy.Name}");
        await page.Page.Locator("main tr[data-trial='2']").WaitForAsync();
        var seen = (await page.TrialsOfTableAsync()).Length;
        await page.Page.Locator($"main tr[data-trial='{seen + 2}']").WaitForAsync();
        var run = await process.EndAsync();
        await page.Page.Locator("main tr[data-trial='29']").GetByText("complete").WaitForAsync();

        Assert.True(run.ExitCode == 0, run.Error);
        var record = (await store.FindAsync(ProcessStudy.Name))!;
        await page.GoAsync("overview");
        await page.Page.Locator("[data-fact='finished']").GetByText("30", new() { Exact = true }).WaitForAsync();
        Assert.Equal((await record.ReadBestAsync(1))[0].Value!.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), await page.FactAsync("best"));
    }

    [Fact]
    public async Task A_server_shows_what_a_file_shows()
    {
        await browser.StartAsync();
        await using var store = new SqliteStudyStore(browser.Store);
        await using var server = await StartAsync(store);
        await using var file = await browser.OpenFileAsync();
        await using var page = await browser.OpenAsync($"{server.Address}#/overview?study={Uri.EscapeDataString(PageStudyExample.Name)}");
        await page.View("overview").WaitForAsync();
        await page.Page.SetViewportSizeAsync(1280, 2400);
        await file.Page.SetViewportSizeAsync(1280, 2400);
        await page.GoAsync("trials");
        await file.GoAsync("trials");

        Assert.Equal(await file.TableAsync("Trials"), await page.TableAsync("Trials"));
        await page.GoAsync("importance");
        await file.GoAsync("importance");
        Assert.Equal(await file.TableAsync("Importance"), await page.TableAsync("Importance"));
        await page.GoAsync($"trial/{PageStudyExample.Saved}");
        await page.Page.Locator("main").GetByText("SHA-256").WaitForAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("main a[download]").ClickAsync());
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_studies_of_a_store_are_listed_with_their_names_as_they_are()
    {
        await browser.StartAsync();
        await using var store = new SqliteStudyStore(browser.Store);
        await using var server = await StartAsync(store);
        await using var page = await browser.OpenAsync($"{server.Address}#/studies");

        var text = await page.View("studies").InnerTextAsync();
        Assert.Contains(PageStudyExample.Name[..40], text, StringComparison.Ordinal);
        Assert.Contains("test-study", text, StringComparison.Ordinal);
        await page.SaveAsync("studies-1280-light");
    }

    private static Task<DashboardServer> StartAsync(SqlStudyStore store) =>
        DashboardServer.StartAsync(store, ServedPage.Load()!, new(DashboardOptions.DefaultHost, 0, null), _ => { });
}
