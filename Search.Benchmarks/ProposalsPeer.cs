using System.Globalization;

namespace Search.Benchmarks;

/// <summary>Another program that proposes in the same spaces, such as <c>peers/proposals_optuna.py</c>: the medians of its runs.</summary>
/// <param name="command">Its command line; it takes <c>--parameters N</c>, and writes strategy, parameters, trials, milliseconds.</param>
/// <param name="parameters">How many parameters the space has.</param>
internal sealed class ProposalsPeer(string command, int parameters)
{
    private readonly PeerProgram _program = new(command);
    private readonly List<(string Strategy, int Trials, double Milliseconds)> _rows = [];

    /// <exception cref="InvalidOperationException">The program has failed.</exception>
    public void Measure() => _rows.AddRange(_program.Measure("--parameters", parameters.ToString(CultureInfo.InvariantCulture))
        .Select(fields => (fields[0], int.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture))));

    /// <summary>Prints its times, and ours in parts of them.</summary>
    /// <param name="ours">Milliseconds a proposal.</param>
    public void Print(IReadOnlyDictionary<(string Strategy, int Trials), double> ours)
    {
        string[] strategies = [.. ours.Keys.Select(key => key.Strategy).Distinct()];
        Console.WriteLine($"{"peer",-24}{"parameters",12}{"trials",10}{"ms/proposal",14}   ours, in parts of it" + string.Concat(strategies.Select(name => $"{name,24}")));
        foreach (var group in _rows.GroupBy(row => (row.Strategy, row.Trials)))
        {
            var theirs = ProposalsCommand.Median(group.Select(row => row.Milliseconds));
            var cells = strategies.Select(name => ours.TryGetValue((name, group.Key.Trials), out var milliseconds) ? Part(milliseconds / theirs) : "");
            Console.WriteLine($"{group.Key.Strategy,-24}{parameters,12}{group.Key.Trials,10}{theirs,14:F4}{"",23}" + string.Concat(cells.Select(cell => $"{cell,24}")));
        }
    }

    private static string Part(double ratio) => ratio < 1 ? $"1/{1 / ratio:F1}" : $"{ratio:F2}";
}
