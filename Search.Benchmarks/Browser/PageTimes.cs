using Microsoft.Playwright;

namespace Search.Benchmarks;

/// <summary>How long the page takes, in a browser, by the marks that it sets itself.</summary>
internal static class PageTimes
{
    // Where the browser counts from: the beginning of the navigation.
    private const string Painted = "() => performance.getEntriesByName('painted')[0].startTime";

    // From the keystroke to the mark that the page sets when the browser has drawn.
    private const string Filter = """
        text => new Promise(resolve => {
            const input = document.getElementById('filter'), begin = performance.now();
            performance.clearMarks('filtered');
            input.value = text;
            input.dispatchEvent(new Event('input', { bubbles: true }));
            const wait = () => { const [mark] = performance.getEntriesByName('filtered'); mark ? resolve(mark.startTime - begin) : requestAnimationFrame(wait); };
            wait();
        })
        """;

    /// <summary>Milliseconds from the call of the page to its first view on the screen.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="address">The page.</param>
    public static async Task<(IPage Page, double Painted)> OpenAsync(Chromium chromium, string address)
    {
        var page = await chromium.OpenAsync(address);
        await page.EvaluateAsync("() => window.hypersearch.ready");
        return (page, await page.EvaluateAsync<double>(Painted));
    }

    /// <summary>Milliseconds from a filter to the view that shows it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="view">The view.</param>
    /// <param name="text">The filter.</param>
    public static async Task<double> FilterAsync(IPage page, string view, string text)
    {
        await page.EvaluateAsync("view => { location.hash = '#/' + view + (location.hash.includes('?') ? '?' + location.hash.split('?')[1] : ''); }", view);
        await page.Locator($"main[data-view='{view}']").WaitForAsync();
        var time = await page.EvaluateAsync<double>(Filter, text);
        await page.EvaluateAsync<double>(Filter, "");
        return time;
    }
}
