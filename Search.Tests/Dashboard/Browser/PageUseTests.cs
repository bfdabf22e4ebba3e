using Microsoft.Playwright;

namespace Search.Tests;

/// <summary>How a person goes about with the page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageUseTests(BrowserFixture browser)
{
    [Fact]
    public async Task What_is_brushed_in_a_picture_is_what_the_table_has()
    {
        await using var page = await browser.OpenFileAsync();
        var trials = await browser.Record.ReadAsync();
        await page.GoAsync("history");
        var canvas = page.Page.Locator("[data-picture='history'] canvas").First;
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        var (from, to) = ((X: box.X + 300, Y: box.Y + 40), (X: box.X + 640, Y: box.Y + box.Height - 120));
        await page.Page.Mouse.MoveAsync(from.X, from.Y);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2, new() { Steps = 4 });
        await page.Page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        await page.Page.Locator("button[data-chip]").First.WaitForAsync();
        // Where the corners are on the axes.
        var corners = await page.Page.EvaluateAsync<double[]>(
            "([x1, y1, x2, y2]) => { const picture = window.hypersearch.pictures.history; return [...picture.convertFromPixel({ seriesIndex: 0 }, [x1, y1]), ...picture.convertFromPixel({ seriesIndex: 0 }, [x2, y2])]; }",
            new double[] { from.X - box.X, from.Y - box.Y, to.X - box.X, to.Y - box.Y });
        var points = await page.PointsAsync("history", "trials ");
        var inside = points.Where(point => point.Value.X >= corners[0] && point.Value.X <= corners[2] && point.Value.Y <= corners[1] && point.Value.Y >= corners[3]).Select(point => point.Key).Order().ToArray();
        await page.Page.SetViewportSizeAsync(1280, 2400);
        await page.GoAsync("trials");

        Assert.True(inside.Length > 2 && inside.Length < trials.Count - 2, string.Join(' ', corners));
        Assert.Equal(inside, await page.TrialsOfTableAsync());
        // In another picture the others are faded.
        await page.GoAsync("slice");
        Assert.Equal(inside.Where(number => trials[number].Value is not null), (await page.SeriesAsync("slice")).Where(one => one.Key.StartsWith("slice 0 ", StringComparison.Ordinal) && one.Key.EndsWith(" false", StringComparison.Ordinal))
            .SelectMany(one => one.Value).Select(point => point[2].GetInt32()).Order());

        await page.Page.Keyboard.PressAsync("Escape");
        await page.GoAsync("trials");
        Assert.Equal(trials.Count, (await page.TrialsOfTableAsync()).Length);
    }

    [Theory]
    [InlineData("lr < 0.001")]
    [InlineData("optimizer = adam, layers >= 3")]
    [InlineData("state = failed")]
    [InlineData("value > 0.85 and momentum > 0.3")]
    public async Task A_condition_leaves_the_trials_that_the_command_line_would(string conditions)
    {
        await using var page = await browser.OpenFileAsync();
        string[] where = [.. conditions.Split(" and ").SelectMany(one => one.Split(", ")).SelectMany(one => (string[])["--where", one])];
        var printed = await CommandRun.OfAsync(PageStudyExample.Create(), ["trials", "--store", browser.Store, "--format", "csv", .. where]);
        await page.Page.SetViewportSizeAsync(1280, 2400);
        await page.GoAsync("trials");
        await page.FilterAsync(conditions);

        var expected = System.Text.Json.JsonDocument.Parse((await CommandRun.OfAsync(PageStudyExample.Create(), ["trials", "--store", browser.Store, "--format", "json", .. where])).Out)
            .RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("number").GetInt32());
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(expected, await page.TrialsOfTableAsync());
    }

    [Fact]
    public async Task A_condition_that_is_none_is_told_beside_it()
    {
        await using var page = await browser.OpenFileAsync();
        await page.GoAsync("trials");
        await page.FilterAsync("nothing-of-this-name < 3");

        await page.Page.Locator("#filter-error").GetByText("nothing-of-this-name").WaitForAsync();
    }

    [Fact]
    public async Task Texts_of_the_study_run_no_script_and_change_no_page()
    {
        await using var page = await browser.OpenFileAsync();
        foreach (var view in (string[])[.. ShownPage.Views, $"trial/{PageStudyExample.Saved}", "trial/5"])
        {
            await page.GoAsync(view);
            Assert.Equal(0, await page.Page.Locator("img, svg[onload], main script, b:has-text('accuracy')").CountAsync());
        }
        Assert.DoesNotContain(await page.Page.TitleAsync(), (string[])["name", "text", "option"]);
    }

    [Fact]
    public async Task The_page_works_by_keyboard()
    {
        await using var page = await browser.OpenFileAsync();
        await page.Page.Keyboard.PressAsync("2");
        await page.View("trials").WaitForAsync();
        await page.Page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("state = complete");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("g");
        await page.Page.Keyboard.TypeAsync("7");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.View("trial").WaitForAsync();

        Assert.Contains("Trial 7", await page.View("trial").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_saved_as_SVG_and_as_PNG()
    {
        await using var page = await browser.OpenFileAsync();
        await page.GoAsync("history");
        foreach (var (button, begin) in new[] { ("SVG", "<svg"u8.ToArray()), ("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G']) })
        {
            var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("[data-picture='history']").GetByText(button, new() { Exact = true }).ClickAsync());
            var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
            Assert.True(bytes.AsSpan().StartsWith(begin), button);
            Assert.EndsWith("." + button, download.SuggestedFilename, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Every_view_fits_a_phone_and_a_desk_in_the_light_and_in_the_dark()
    {
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light) })
        {
            await using var page = await browser.OpenFileAsync(width, scheme);
            foreach (var view in (string[])[.. ShownPage.Views, $"trial/{PageStudyExample.Saved}"])
            {
                await page.GoAsync(view);
                Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{view} is wider than {width} pixels");
                await page.SaveAsync($"{view.Replace('/', '-')}-{width}-{scheme.ToString().ToLowerInvariant()}");
            }
        }
    }
}
