using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;

namespace HyperSearch.Runner;

/// <summary><c>hypersearch run STUDY</c> and the other verbs that need a study's code: that lives in its file, so the file is run.</summary>
internal static class StudyFileCommand
{
    private const string Folder = "studies";

    public static Command Create(string verb, Output output)
    {
        var study = new Argument<string>("study") { Description = $"A study file, or the name of one here or in {Folder}/." };
        var rest = new Argument<string[]>("arguments")
        {
            Description = $"What the study's own `{verb}` takes; `dotnet run FILE -- {verb} --help` lists it.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(verb, $"Calls `{verb}` of a study file.") { study, rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, _) =>
        {
            var file = Find(parsed.GetValue(study)!);
            var start = new ProcessStartInfo("dotnet", ["run", file, "--", verb, .. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens]);
            // The signal of a Ctrl-C reaches the child as well, which decides how to end.
            using var interruption = new Interruption(TextWriter.Null);
            using var process = Start(start);
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        });
        return command.WithExamples($"hypersearch {verb} my-study --workers 2", $"hypersearch {verb} path/to/study.cs --store experiments.db");
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

    private static string Find(string study)
    {
        string[] places = [study, study + ".cs", Path.Combine(Folder, study), Path.Combine(Folder, study + ".cs")];
        return places.FirstOrDefault(File.Exists)
            ?? throw new CommandFailedException($"There is no study file '{study}'. Looked for {string.Join(", ", places)}.");
    }
}
