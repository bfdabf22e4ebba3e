using HyperSearch;
using HyperSearch.Runner;

namespace Search.Benchmarks;

/// <summary>
/// <c>pictures --terminal FILE.svg [--trials N]</c>: the README's picture of the terminal. It runs a study and draws what
/// <c>report</c> writes of it to a terminal with colours.
/// </summary>
internal static class PicturesCommand
{
    private const int Columns = 100;

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        if (flags.Text("--terminal") is not { } file)
        {
            Console.Error.WriteLine("Say where the picture goes: --terminal FILE.svg.");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("hypersearch-pictures-").FullName;
        try
        {
            File.WriteAllText(file, DrawTerminal(PicturedStudy.Create(flags.Number("--trials", 40)), Path.Combine(folder, "studies.db")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static string DrawTerminal(Study study, string store)
    {
        Invoke(new(TextWriter.Null, outTerminal: null, TextWriter.Null, errorTerminal: null, TextReader.Null), "run", "--workers", "1");
        using var written = new StringWriter { NewLine = "\n" };
        var terminal = new TerminalCapabilities(() => Columns, CanRedraw: true, HasColor: true, HasBlocks: true);
        // What a person types for the same.
        written.Write($"\e[32m$\e[0m hypersearch report {study.Name}\n");
        Invoke(new(written, terminal, written, terminal, TextReader.Null), "report");
        return TerminalPicture.Of(new TerminalEmulator(Columns).Write(written.ToString()), Columns, $"A terminal with the report of a study: {study.Goal}");

        void Invoke(Output output, params IReadOnlyList<string> verb)
        {
            var code = StudyApp.RunAsync(study, [.. verb, "--store", store], output).GetAwaiter().GetResult();
            if (code != 0)
                throw new InvalidOperationException($"`{verb[0]}` ended with code {code}.");
        }
    }
}
