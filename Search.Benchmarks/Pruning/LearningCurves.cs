using System.Globalization;
using HyperSearch;

namespace Search.Benchmarks;

/// <summary>The whole learning curves of all trials of a study that draws its points by chance: each epoch's score, and the trial's.</summary>
/// <remarks>
/// They depend on nothing but the study, its seed and the data, so that each is trained once and then played to every pruner.
/// </remarks>
internal sealed class LearningCurves(IReadOnlyDictionary<int, LearningCurves.Curve> curves)
{
    public sealed record Curve(double Score, double[] Epochs);

    public Curve this[int trial] => curves[trial];

    /// <summary>Reads the curves from a file, or trains them and, where a file is named, writes them.</summary>
    public static async Task<LearningCurves> OfAsync(PrunedStudy study, ulong seed, string? file)
    {
        if (File.Exists(file))
            return new(File.ReadLines(file).Select(Parse).ToDictionary());
        var run = await study.RunAsync(null, promotes: false, seed, curves: null);
        var curves = run.Trials.ToDictionary(
            trial => trial.Number,
            trial => new Curve(trial.Value!.Value, [.. trial.Measurements.Select(measurement => measurement.Value)]));
        if (file is not null)
            await File.WriteAllLinesAsync(file, curves.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key},{pair.Value.Score:R},{string.Join(',', pair.Value.Epochs.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}")));
        return new(curves);
    }

    /// <summary>Reports a trial's curve from where its checkpoint leaves off, as its training would.</summary>
    public double Play(ITrial trial)
    {
        var curve = this[trial.Number];
        for (var epoch = 1 + (trial.Checkpoint?.Step ?? 0); epoch <= curve.Epochs.Length; epoch++)
        {
            if (trial.Report(epoch, curve.Epochs[epoch - 1]))
                continue;
            trial.SaveCheckpoint(epoch, _ => { });
            return curve.Epochs[epoch - 1];
        }
        return curve.Score;
    }

    private static KeyValuePair<int, Curve> Parse(string line)
    {
        var values = line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return new((int)values[0], new(values[1], values[2..]));
    }
}
