using Microsoft.Playwright;

namespace Search.Benchmarks;

/// <summary>A browser that is installed on this machine, driven without a window.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>How to get one.</summary>
    public const string Advice = "There is no chromium or google-chrome on the PATH. Install one, for example with: apt-get install chromium";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium.exe", "chrome.exe"];

    // It looks for nothing on the network but what the page asks for. Where this process is root, there is no sandbox to be had.
    private static readonly string[] Arguments =
        ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : []];

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>The program; null where none is installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <param name="program">Which one; null for the one that is found.</param>
    /// <exception cref="InvalidOperationException">None is installed.</exception>
    public static async Task<Chromium> StartAsync(string? program = null)
    {
        program ??= Find() ?? throw new InvalidOperationException(Advice);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments }));
    }

    /// <summary>Opens a page in a window of its own, without anything kept from others.</summary>
    /// <param name="address">Its address; of a file, <c>file://…</c>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<IPage> OpenAsync(string address, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await (await Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme })).NewPageAsync();
        await page.GotoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
