using HyperSearch;
using HyperSearch.Core;

namespace Search.Benchmarks;

/// <summary>
/// Problems with what real searches have and classical functions lack: conditions, thousands of options, failures by region, noise that
/// depends on the place, plateaus, options that matter together. Each is one function of what it suggests: what it asks for is the
/// space, what it returns the loss, whose least value is 0.
/// </summary>
internal static class RealProblems
{
    public static IEnumerable<QualityProblem> All()
    {
        yield return Problem("conditional-33", ConditionalProblems.Net);
        yield return Problem("algorithms-38", ConditionalProblems.Algorithms);
        yield return Problem("optional-20", ConditionalProblems.Parts);
        yield return Problem("options-2000", FlatProblems.ManyOptions);
        yield return Problem("choices-8", FlatProblems.Choices);
        yield return Problem("failing-region-6", FlatProblems.Failing);
        yield return Problem("plateau-6", FlatProblems.Plateau);
        yield return Problem("training-12", FlatProblems.FewMatter);
        yield return Noisy("noisy-5", FlatProblems.Smooth, FlatProblems.Noise);
    }

    private static QualityProblem Problem(string name, Func<ISuggest, double> loss)
    {
        var space = SearchSpace.Trace(loss);
        return new(name, space, Goal.Minimize("loss"), point => loss(new PointReader(space, point.Codes)), value => value, IsTable: false);
    }

    // The incumbent is chosen by what was observed, and judged by what is behind it.
    private static QualityProblem Noisy(string name, Func<ISuggest, double> loss, Func<ISuggest, double> deviation)
    {
        var quiet = Problem(name, loss);
        return quiet with
        {
            Value = point => quiet.Value(point) + deviation(new PointReader(quiet.Space, point.Codes)) * Normal(point),
            NoiseFree = quiet.Value,
        };
    }

    // The noise is the point's own, so that a run can be repeated.
    private static double Normal(Point point)
    {
        var seed = 0UL;
        foreach (var code in point.Codes)
            seed = (seed ^ BitConverter.DoubleToUInt64Bits(code)) * 0x9E3779B97F4A7C15;
        return new RandomStream(seed, 0, StreamPurpose.Evaluate).NextNormal();
    }
}
