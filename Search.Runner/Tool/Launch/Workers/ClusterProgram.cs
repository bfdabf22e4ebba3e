using System.ComponentModel;
using System.Diagnostics;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Runs a program of a cluster, such as sbatch, and reads what it answers.</summary>
internal static class ClusterProgram
{
    // Of thousands of workers; what is beyond is not read.
    private const int MostCharacters = 32 << 20;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="password">Given to it as <see cref="LaunchedStore.PasswordVariable"/>; null for none but that of this process.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CommandFailedException">It is not installed.</exception>
    public static async Task<ClusterAnswer> RunAsync(IReadOnlyList<string> command, string input, string? password, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (password is not null)
            start.Environment[LaunchedStore.PasswordVariable] = password;
        using var process = Start(start);
        await using var end = cancel.Register(() => process.Kill(entireProcessTree: true));
        var (answer, error) = (ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all of it, and says why.
        }
        await process.WaitForExitAsync(CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        return new(process.ExitCode, await answer, await error);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new CommandFailedException($"`{start.FileName}` is not installed here, or not on the PATH. Without --submit and --status, `launch` prints what it would submit, and needs no cluster: submit that where one is.");
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var read and > 0)
        {
            if (text.Length < MostCharacters)
                text.Append(buffer, 0, read);
        }
        return text.ToString();
    }
}
