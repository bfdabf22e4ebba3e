using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// The kernels of Aitchison and Aitken on a choice of many options: each has two values only, so that there is no table of all
/// pairs, and a draw needs no list of all options.
/// </summary>
internal sealed class AitchisonAitkenKernels : ParameterKernels
{
    private readonly int _options;
    private readonly int[] _centers; // (K): the option that a kernel is centred on, the number of options where uniform
    private readonly double _bandwidth;
    private readonly double _logSame, _logOther, _logUniform;

    /// <param name="domain">The space.</param>
    /// <param name="parameter">Which of its parameters.</param>
    /// <param name="codes">(n): the codes of the trials; NaN where one does not have the parameter.</param>
    /// <param name="smoothing">What the bandwidth is multiplied by.</param>
    public AitchisonAitkenKernels(SearchDomain domain, int parameter, double[] codes, double smoothing)
    {
        _options = domain.LevelCodes(parameter)!.Length;
        _centers = CentersOf(domain, parameter, codes);
        _bandwidth = Bandwidth.AitchisonAitken(codes.Length, _options, smoothing);
        (_logSame, _logOther, _logUniform) = (PortableMath.Log(1 - _bandwidth), PortableMath.Log(_bandwidth / (_options - 1)), -PortableMath.Log(_options));
    }

    public override void AddLogDensities(Span<double> scores, double code)
    {
        var option = (int)code;
        for (var k = 0; k < scores.Length; k++)
            scores[k] += _centers[k] == option ? _logSame : _centers[k] == _options ? _logUniform : _logOther;
    }

    public override double Sample(int component, ref RandomStream random)
    {
        var center = _centers[component];
        if (center == _options)
            return random.NextInt(_options);
        if (random.NextDouble() >= _bandwidth)
            return center;
        var other = random.NextInt(_options - 1);
        return other < center ? other : other + 1;
    }
}
