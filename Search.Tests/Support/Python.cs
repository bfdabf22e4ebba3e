using System.Diagnostics;

namespace Search.Tests;

/// <summary>Runs Python where it has what a script needs; PYTHONPATH is the environment's.</summary>
internal static class Python
{
    private static readonly string[] Programs = ["python3", "/usr/bin/python3"];

    /// <summary>A Python that can import these modules; the test is skipped where there is none.</summary>
    /// <param name="modules">What it imports, such as "optuna, sqlalchemy".</param>
    /// <param name="advice">How to get it.</param>
    public static string Require(string modules, string advice)
    {
        var found = Array.Find(Programs, program => Run(program, $"import {modules}").ExitCode == 0);
        Assert.SkipWhen(found is null, $"`python3 -c \"import {modules}\"` fails. {advice}");
        return found!;
    }

    /// <summary>What a script prints.</summary>
    public static string Output(string python, string script, params IEnumerable<string> args)
    {
        var run = Run(python, script, args);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out;
    }

    private static CommandRun Run(string python, string script, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(python, ["-W", "ignore", "-c", script, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return new(-1, "", exception.Message);
        }
    }
}
