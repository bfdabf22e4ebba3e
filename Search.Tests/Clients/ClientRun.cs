using System.Diagnostics;

namespace Search.Tests;

/// <summary>A program in another language that uses its client.</summary>
internal static class ClientRun
{
    /// <summary>What it prints.</summary>
    /// <param name="program">What runs it.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="exitCode">How it is to end.</param>
    public static string Of(string program, IReadOnlyList<string> args, string folder, int exitCode)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {output}{error.Result}");
        return output;
    }
}
