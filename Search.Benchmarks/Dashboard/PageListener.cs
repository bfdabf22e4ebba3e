using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Search.Benchmarks;

/// <summary>Looks at a study as the page does: listens, and asks for it anew when something has happened, not more often than it takes.</summary>
internal sealed class PageListener : IAsyncDisposable
{
    private const int RestFactor = 30;

    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip });
    private readonly CancellationTokenSource _ending = new();
    private readonly Chromium? _browser;
    private Task _following = Task.CompletedTask;

    private PageListener(OpenDashboard dashboard, Chromium? browser)
    {
        _browser = browser;
        _client.BaseAddress = dashboard.Address;
    }

    /// <summary>How often the study was asked for.</summary>
    public int Fetches { get; private set; }

    /// <summary>Begins to listen, with the study once.</summary>
    public static async Task<PageListener> StartAsync(OpenDashboard dashboard, string study)
    {
        var listener = new PageListener(dashboard, null);
        await listener._client.GetStringAsync("/");
        await listener.FetchAsync(study);
        listener._following = listener.FollowAsync(study);
        return listener;
    }

    /// <summary>Opens the page itself, in a browser that nobody sees.</summary>
    public static async Task<PageListener> StartBrowserAsync(OpenDashboard dashboard, string browser, string study)
    {
        var chromium = await Chromium.StartAsync(browser);
        await PageTimes.OpenAsync(chromium, $"{dashboard.Address}#/?study={Uri.EscapeDataString(study)}");
        return new(dashboard, chromium);
    }

    /// <summary>Asks for what a person would look at.</summary>
    public async Task LookAroundAsync(string study, int trials)
    {
        foreach (var path in (string[])[$"/api/trials?name={study}&sort=value%20desc&count=100", $"/api/trials?name={study}&where=x3%20%3C%201e-4&sort=x1", $"/api/trial?name={study}&number={trials / 2}", $"/api/insight?name={study}", $"/api/insight?name={study}&method=fanova"])
        {
            var begun = Stopwatch.GetTimestamp();
            await _client.GetByteArrayAsync(path);
            Console.WriteLine($"  {path} after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _following;
        _client.Dispose();
        _ending.Dispose();
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    private async Task FollowAsync(string study)
    {
        try
        {
            using var response = await _client.GetAsync($"/api/events?name={study}", HttpCompletionOption.ResponseHeadersRead, _ending.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_ending.Token));
            var fetching = Task.CompletedTask;
            while (await reader.ReadLineAsync(_ending.Token) is { } line)
            {
                if (line != "event: study")
                    continue;
                // What comes while it asks or rests is asked for with the next event.
                if (fetching.IsCompleted)
                    fetching = FetchAndRestAsync(study);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // It has seen enough.
        }
    }

    private async Task FetchAndRestAsync(string study)
    {
        var begun = Stopwatch.GetTimestamp();
        await FetchAsync(study);
        var rest = Stopwatch.GetElapsedTime(begun) * RestFactor;
        await Task.Delay(rest < LeastPause ? LeastPause : rest, _ending.Token);
    }

    private async Task FetchAsync(string study)
    {
        await using var stream = await _client.GetStreamAsync($"/api/study?name={study}", _ending.Token);
        using var data = await JsonDocument.ParseAsync(stream, cancellationToken: _ending.Token);
        Fetches++;
    }
}
