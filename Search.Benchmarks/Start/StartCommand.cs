using System.Globalization;

namespace Search.Benchmarks;

/// <summary>
/// <c>start [--tool PATH] [--rounds N] [--peer COMMAND] [--csv FILE]</c>: milliseconds from the start of a process to its end, or to
/// the end of its first trial: of the installed tool, of a study file that was built, and of one under <c>dotnet run</c>, over a
/// study of 1,000 trials. All by turns; the median and the least of the rounds.
/// </summary>
/// <remarks>It packs and installs what is here, which takes a minute; with <c>--tool</c> it measures that tool alone.</remarks>
internal static class StartCommand
{
    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var folder = Directory.CreateTempSubdirectory("hypersearch-start-").FullName;
        var peer = flags.Text("--peer") is { } command ? new PeerProgram(command) : null;
        var programs = flags.Text("--tool") is { } tool ? StartPrograms.OfTool(folder, Path.GetFullPath(tool)) : StartPrograms.Pack(folder);
        var times = programs.ToDictionary(program => program.Name, _ => new List<double>());
        var rounds = flags.Number("--rounds", 15);
        // The first round fills the caches of files.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var program in programs)
                times[program.Name].Add(program.Measure(round));
            foreach (var fields in peer?.Measure("--folder", folder) ?? [])
            {
                times.TryAdd(fields[0], []);
                times[fields[0]].Add(double.Parse(fields[1], CultureInfo.InvariantCulture));
            }
        }
        var rows = new List<string> { "what,median_ms,least_ms" };
        foreach (var (name, all) in times)
        {
            var counted = all.Skip(1).Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-60} {counted[counted.Length / 2],8:F0} ms, at least {counted[0]:F0}"));
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{name},{counted[counted.Length / 2]:F1},{counted[0]:F1}"));
        }
        Directory.Delete(folder, recursive: true);
        if (flags.Text("--csv") is { } csv)
            File.WriteAllLines(csv, rows);
        return 0;
    }
}
