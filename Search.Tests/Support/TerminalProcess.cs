using System.Diagnostics;
using System.Globalization;

namespace Search.Tests;

/// <summary>A process of its own that runs <see cref="ProcessStudy"/> on a terminal of its own. Needs Linux's <c>script</c>.</summary>
internal sealed class TerminalProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _terminal;
    private readonly int _columns;
    private readonly bool _isLasting;
    private readonly char[] _buffer = new char[4096];
    private string _written = "";

    private TerminalProcess(int columns, bool isLasting, string redirection, IEnumerable<string> args)
    {
        (_columns, _isLasting) = (columns, isLasting);
        File.WriteAllText(_folder.File("run.sh"), $"""
            {(isLasting ? "trap '' HUP" : "")}
            stty cols {columns} rows 24
            sh -c 'echo $$ > {_folder.File("pid")}; exec dotnet {typeof(TerminalProcess).Assembly.Location} study {ProcessStudy.Name} {string.Join(' ', args)}' {redirection}
            echo $? > {_folder.File("code.new")}
            mv {_folder.File("code.new")} {_folder.File("code")}

            """);
        var start = new ProcessStartInfo("script", ["-qfc", $"sh {_folder.File("run.sh")}", "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        _terminal = Process.Start(start)!;
    }

    public static bool IsSupported => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    public static TerminalProcess Start(int columns, params IEnumerable<string> args) => new(columns, false, "", args);

    /// <summary>With some of its streams elsewhere, as <c>2> FILE</c> says it.</summary>
    public static TerminalProcess StartRedirected(int columns, string redirection, params IEnumerable<string> args) => new(columns, false, redirection, args);

    /// <summary>So that the end of the terminal does not end it, as under <c>nohup</c>.</summary>
    public static TerminalProcess StartLasting(params IEnumerable<string> args) => new(80, true, "", args);

    /// <summary>Sends the signal of Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", (await File.ReadAllTextAsync(_folder.File("pid"))).Trim()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until a text is on the terminal.</summary>
    public async Task UntilAsync(string text)
    {
        while (!new TerminalEmulator(_columns).Write(_written).Seen.Contains(text, StringComparison.Ordinal))
        {
            var read = await _terminal.StandardOutput.ReadAsync(_buffer);
            Assert.True(read > 0, $"The terminal never showed '{text}', but: {_written}");
            _written += new string(_buffer, 0, read);
        }
    }

    /// <summary>Closes the terminal, and waits until the program has ended.</summary>
    /// <returns>The program's exit code; null where the shell, which would have told it, has ended with the terminal.</returns>
    public async Task<int?> CloseAsync()
    {
        var process = $"/proc/{(await File.ReadAllTextAsync(_folder.File("pid"))).Trim()}";
        _terminal.Kill();
        while (Directory.Exists(process))
            await Task.Delay(20);
        return _isLasting ? await CodeAsync() : null;
    }

    /// <summary>Waits until the program has ended.</summary>
    /// <returns>Its exit code, what a person sees at the end, and what was written for that.</returns>
    public async Task<(int Code, string Seen, string Written)> EndAsync()
    {
        _written += await _terminal.StandardOutput.ReadToEndAsync();
        return (await CodeAsync(), new TerminalEmulator(_columns).Write(_written).Seen, _written);
    }

    public void Dispose()
    {
        if (!_terminal.HasExited)
            _terminal.Kill();
        _terminal.Dispose();
        _folder.Dispose();
    }

    private async Task<int> CodeAsync()
    {
        while (!File.Exists(_folder.File("code")))
            await Task.Delay(20);
        return int.Parse(await File.ReadAllTextAsync(_folder.File("code")), CultureInfo.InvariantCulture);
    }
}
