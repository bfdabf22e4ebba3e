using HyperSearch;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// <c>pictures [--terminal FILE.svg] [--page FILE.png] [--trials N]</c>: the README's pictures. It runs a study, draws what <c>report</c>
/// writes of it to a terminal with colours, and has an installed browser show its page.
/// </summary>
internal sealed class PicturesCommand
{
    private const int Columns = 100;

    private const int PageWidth = 1200, PageHeight = 800;

    private readonly Study _study;
    private readonly string _store;

    private PicturesCommand(Study study, string store) => (_study, _store) = (study, store);

    public static int Run(string[] args) => RunAsync(new(args)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Flags flags)
    {
        var (terminal, page) = (flags.Text("--terminal"), flags.Text("--page"));
        if (terminal is null && page is null)
        {
            await Console.Error.WriteLineAsync("Say where the pictures go: --terminal FILE.svg, --page FILE.png.");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("hypersearch-pictures-").FullName;
        try
        {
            var pictures = new PicturesCommand(PicturedStudy.Create(flags.Number("--trials", 40)), Path.Combine(folder, "studies.db"));
            await pictures.InvokeAsync(Silent, "run", "--workers", "1");
            if (terminal is not null)
                await File.WriteAllTextAsync(terminal, await pictures.DrawTerminalAsync());
            if (page is not null)
                await pictures.SavePageAsync(Path.Combine(folder, "study.html"), page);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static Output Silent => new(TextWriter.Null, outTerminal: null, TextWriter.Null, errorTerminal: null, TextReader.Null);

    private async Task<string> DrawTerminalAsync()
    {
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => Columns, CanRedraw: true, HasColor: true, HasBlocks: true);
        // What a person types for the same.
        await written.WriteAsync($"\e[32m$\e[0m hypersearch report {_study.Name}\n");
        await InvokeAsync(new(written, terminal, written, terminal, TextReader.Null), "report");
        return TerminalPicture.Of(new TerminalEmulator(Columns).Write(written.ToString()), Columns, $"A terminal with the report of a study: {_study.Goal}");
    }

    private async Task SavePageAsync(string html, string file)
    {
        await InvokeAsync(Silent, "report", "--format", "html", "-o", html);
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(new Uri(html).AbsoluteUri, PageWidth, PageHeight);
        await page.EvaluateAsync("() => window.hypersearch.ready");
        await page.ScreenshotAsync(new() { Path = file });
    }

    private async Task InvokeAsync(Output output, params IReadOnlyList<string> verb)
    {
        var code = await StudyApp.RunAsync(_study, [.. verb, "--store", _store], output);
        if (code != 0)
            throw new InvalidOperationException($"`{verb[0]}` ended with code {code}.");
    }
}
