using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;

namespace HyperSearch.Runner;

/// <summary><c>hypersearch run STUDY</c> and the other verbs that need a study's code: that lives in its file, so the file is run. That of a program is on record.</summary>
internal static class StudyFileCommand
{
    private const string Folder = "studies", Extension = ".cs";

    public static Command Create(string verb, Output output)
    {
        var study = new Argument<string>("study") { Description = $"A study file, or the name of one here or in {Folder}/; or a study of a program that is on record." };
        var rest = new Argument<string[]>("arguments")
        {
            Description = $"What the study's own `{verb}` takes; `dotnet run FILE -- {verb} --help` lists it, and `hypersearch tune --help` that of a program.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(verb, $"Calls `{verb}` of a study file, or of a program's study on record.") { study, rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, _) =>
        {
            var name = parsed.GetValue(study)!;
            string[] given = [.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens];
            string[] places = [name, name + Extension, Path.Combine(Folder, name), Path.Combine(Folder, name + Extension)];
            // A program may be called like its study.
            var file = places.FirstOrDefault(place => place.EndsWith(Extension, StringComparison.Ordinal) && File.Exists(place));
            if (file is null && await RecordedProgram.FindAsync(name, given) is { } program)
                return await RecordedProgram.RunAsync(verb, program, given, output);
            file ??= places.FirstOrDefault(File.Exists)
                ?? throw new CommandFailedException($"There is no study file '{SafeText.Line(name)}', and no study of that name on record. Looked for {SafeText.Line(string.Join(", ", places))}.");
            return await RunFileAsync(verb, file, given);
        });
        return command.WithExamples($"hypersearch {verb} my-study --workers 2", $"hypersearch {verb} path/to/study.cs --store experiments.db");
    }

    private static async Task<int> RunFileAsync(string verb, string file, IEnumerable<string> given)
    {
        var start = new ProcessStartInfo("dotnet", ["run", file, "--", verb, .. given]);
        // The signal of a Ctrl-C reaches the child as well, which decides how to end.
        using var interruption = new Interruption(TextWriter.Null);
        using var process = Start(start);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    /// <exception cref="CommandFailedException">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandFailedException($"`dotnet`, which runs study files, could not be started: {exception.Message} It comes with the .NET 10 SDK: https://dotnet.microsoft.com/download");
        }
    }
}
