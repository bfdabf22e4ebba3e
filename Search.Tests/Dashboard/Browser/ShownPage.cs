using System.Text.Json;
using Microsoft.Playwright;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>The page in a browser. What goes wrong in it, and what it would load from elsewhere, fails the test at its end.</summary>
internal sealed class ShownPage : IAsyncDisposable
{
    /// <summary>Every view of a study.</summary>
    public static readonly string[] Views = ["overview", "trials", "compare", "history", "curves", "timeline", "rounds", "importance", "slice", "contour", "parallel", "distribution"];

    private readonly List<string> _problems = [];

    private ShownPage(IPage page) => Page = page;

    public IPage Page { get; }

    public static async Task<ShownPage> OpenAsync(Chromium chromium, string address, int width, ColorScheme scheme)
    {
        var page = await chromium.OpenAsync("about:blank", width, scheme: scheme);
        var shown = new ShownPage(page);
        page.Console += (_, message) => shown.Note(message.Type is "error" or "warning" ? $"{message.Text} {message.Location}" : null);
        page.PageError += (_, error) => shown.Note(error);
        page.Dialog += (_, dialog) => shown.Note("dialog: " + dialog.Message);
        page.Request += (_, request) => shown.Note(IsOwn(request.Url, address) ? null : "asks for " + request.Url);
        await page.GotoAsync(address);
        await page.EvaluateAsync("() => window.hypersearch.ready");
        return shown;
    }

    /// <summary>Goes to a view, such as "history" or "trial/17".</summary>
    public async Task GoAsync(string view)
    {
        await Page.EvaluateAsync("view => { const [path, rest] = location.hash.split('?'); location.hash = '#/' + view + (rest ? '?' + rest : ''); }", view);
        await View(view.Split('/')[0]).WaitForAsync();
    }

    /// <summary>The element of a view that is shown.</summary>
    public ILocator View(string view) => Page.Locator($"main[data-view='{view}']");

    /// <summary>The text of an element that states a fact, such as "best".</summary>
    public async Task<string> FactAsync(string name) => await Page.Locator($"[data-fact='{name}']").First.GetAttributeAsync("title") is { Length: > 0 } exact
        ? exact
        : await Page.Locator($"[data-fact='{name}']").First.InnerTextAsync();

    /// <summary>What a picture has drawn: the data of its series, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement[]>> SeriesAsync(string picture)
    {
        await Page.WaitForFunctionAsync("id => window.hypersearch.pictures[id] !== undefined", picture);
        var text = await Page.EvaluateAsync<string>("id => JSON.stringify(window.hypersearch.pictures[id].getOption().series.map(one => ({ id: String(one.id ?? ''), data: one.data ?? [] })))", picture);
        return JsonDocument.Parse(text).RootElement.EnumerateArray().GroupBy(one => one.GetProperty("id").GetString()!)
            .ToDictionary(group => group.Key, group => group.SelectMany(one => one.GetProperty("data").EnumerateArray()).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The points of a picture's series whose ids begin so, by the number of their trial: x and y.</summary>
    /// <remarks>A point has the index of its row behind its place; the study's trials are all rows, so that it is their number.</remarks>
    public async Task<IReadOnlyDictionary<int, (double X, double Y)>> PointsAsync(string picture, string series)
    {
        var all = await SeriesAsync(picture);
        return all.Where(one => one.Key.StartsWith(series, StringComparison.Ordinal)).SelectMany(one => one.Value)
            .ToDictionary(point => point[2].GetInt32(), point => (point[0].GetDouble(), point[1].GetDouble()));
    }

    /// <summary>The cells of the table under a caption, opened where it is folded: exact where the cell has an exact text, else as it is shown.</summary>
    public async Task<string[][]> TableAsync(string caption)
    {
        await Page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(one => { one.open = true; })");
        var table = Page.Locator("main table").Filter(new() { Has = Page.Locator("caption", new() { HasTextString = caption }) }).First;
        await table.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return await table.EvaluateAsync<string[][]>("table => [...table.tBodies[0].rows].filter(row => !row.ariaHidden).map(row => [...row.cells].map(cell => cell.title || cell.innerText.trim()))");
    }

    /// <summary>The numbers of the trials in the table of trials, in their order.</summary>
    public async Task<int[]> TrialsOfTableAsync() =>
        await Page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('main table.trials tbody tr[data-trial]')].map(row => Number(row.dataset.trial))");

    public async Task FilterAsync(string text)
    {
        await Page.EvaluateAsync("() => performance.clearMarks('filtered')");
        await Page.Locator("#filter").FillAsync(text);
        await Page.WaitForFunctionAsync("() => performance.getEntriesByName('filtered').length > 0");
    }

    public Task SaveAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_problems);
    }

    private void Note(string? problem)
    {
        if (problem is not null)
            _problems.Add(problem);
    }

    private static bool IsOwn(string url, string address) =>
        url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || url.Split('#')[0].StartsWith(new Uri(address).GetLeftPart(address.StartsWith("file:", StringComparison.Ordinal) ? UriPartial.Path : UriPartial.Authority), StringComparison.Ordinal);
}
