using System.Globalization;

namespace Search.Benchmarks;

/// <summary>
/// What other programs came to on the same problems: the files that <c>peers/quality_optuna.py</c> writes, with the columns of
/// <c>quality --csv</c> under a line of versions.
/// </summary>
internal static class PeerResults
{
    /// <summary>A run of a peer on one of <paramref name="problems"/>; what the file has of others is left out.</summary>
    /// <exception cref="ArgumentException">A peer has the name of one of <paramref name="ours"/>.</exception>
    public static QualityOutcome[] Read(string file, QualityProblem[] problems, IReadOnlyCollection<string> ours)
    {
        var byName = problems.ToDictionary(problem => problem.Name, StringComparer.Ordinal);
        QualityOutcome[] runs =
        [
            .. File.ReadLines(file).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','))
                .Where(fields => byName.ContainsKey(fields[0]))
                .GroupBy(fields => (Problem: fields[0], Strategy: fields[1], Seed: Number(fields[2])))
                .Select(run => new QualityOutcome(byName[run.Key.Problem], run.Key.Strategy, (int)run.Key.Seed, [.. run.Select(Checkpoint)])),
        ];
        return Array.Find(runs, run => ours.Contains(run.Strategy)) is { } clash
            ? throw new ArgumentException($"A peer in {file} is called {clash.Strategy}, as one of the strategies that run: give it another name.")
            : runs;
    }

    /// <summary>The versions that made the file.</summary>
    public static IEnumerable<string> Versions(string file) => File.ReadLines(file).Where(line => line.StartsWith('#')).Select(line => line[1..].Trim());

    private static QualityCheckpoint Checkpoint(string[] fields) => new((int)Number(fields[3]), Number(fields[4]), Number(fields[5]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
