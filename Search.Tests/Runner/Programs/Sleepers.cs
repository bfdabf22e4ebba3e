using System.Diagnostics;
using System.Globalization;

namespace Search.Tests;

/// <summary>Children of one test that are known again: they sleep for so many seconds as nothing else does.</summary>
internal sealed class Sleepers
{
    private static int _made;

    /// <summary>The command of one.</summary>
    public string Command { get; } = string.Create(CultureInfo.InvariantCulture, $"sleep {100_000 + Environment.ProcessId}.{Interlocked.Increment(ref _made)}");

    public void AssertNone() => Assert.DoesNotContain(Living(), command => command.EndsWith(Command, StringComparison.Ordinal));

    /// <summary>Asserts that there is none soon: the guard of a process that was killed takes a moment.</summary>
    public async Task AssertNoneSoonAsync()
    {
        for (var look = 0; look < 200 && Living().Any(command => command.EndsWith(Command, StringComparison.Ordinal)); look++)
            await Task.Delay(50);
        AssertNone();
    }

    // The command lines of all processes but those that have ended and were not waited for.
    private static IEnumerable<string> Living()
    {
        using var list = Process.Start(new ProcessStartInfo("ps", ["-axo", "stat=,args="]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        return list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != 'Z');
    }
}
