using HyperSearch.Core;
using HyperSearch.Runner;
using Microsoft.Playwright;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>A browser, and the page over <see cref="PageStudyExample"/> as a file and as a server shows it. It starts with the first test that needs it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _starting = new(1);
    private SqliteStudyStore? _store;
    private IStudyRecord? _record;
    private Chromium? _chromium;

    /// <summary>Where the screenshots of all views are written, to be looked at.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    internal IStudyRecord Record => _record!;

    internal string Store => _folder.File("studies.db");

    internal string PageFile => _folder.File("study.html");

    /// <summary>Opens the page that a report wrote; the test is skipped where there is no browser, or no page.</summary>
    internal async Task<ShownPage> OpenFileAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        await StartAsync();
        return await OpenAsync(new Uri(PageFile).AbsoluteUri, width, scheme);
    }

    /// <summary>Opens any page.</summary>
    internal async Task<ShownPage> OpenAsync(string address, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        await StartAsync();
        return await ShownPage.OpenAsync(_chromium!, address, width, scheme);
    }

    /// <summary>Makes all that there is ready.</summary>
    internal async Task StartAsync()
    {
        Assert.SkipWhen(Chromium.Find() is null, Chromium.Advice);
        Assert.SkipWhen(PageTemplate.Objection is not null, PageTemplate.Objection ?? "");
        await _starting.WaitAsync();
        try
        {
            if (_chromium is not null)
                return;
            _store = new(Store);
            await PageStudyExample.RecordAsync(_store);
            // As one reads it who has not the study's code.
            _record = await _store.FindAsync(PageStudyExample.Name);
            var other = Studies.Create();
            await CommandRun.OfAsync(other, "run", "--store", Store, "--workers", "1");
            var report = await CommandRun.OfAsync(PageStudyExample.Create(), "report", "--store", Store, "--format", "html", "-o", PageFile, "--compare", other.Name);
            Assert.True(report.ExitCode == 0, report.Error);
            _chromium = await Chromium.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _folder.Dispose();
        _starting.Dispose();
    }
}
