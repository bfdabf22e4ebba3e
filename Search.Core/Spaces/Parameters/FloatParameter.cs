using HyperSearch.Core;

namespace HyperSearch;

/// <summary>A real number in [<see cref="Low"/>, <see cref="High"/>].</summary>
/// <remarks>
/// Values are decimals, so that they read well and survive any text format. On a linear scale they are multiples of a power of ten, 10⁻¹² of the range or less,
/// and finer near zero so that they keep 12 significant digits, as far as a code can tell them apart; on a log scale they
/// have 12 significant digits, up to 15 where the bounds are close to each other; with a step they are exactly low + i·step.
/// The bounds are taken as they are. So a typed value of up to 12 digits survives <c>Decode(Encode(v))</c>, except that
/// a linear scale that does not begin at zero keeps 13 decimals behind the first digit of <see cref="Low"/> or of the range, whichever is more.
/// </remarks>
public sealed record FloatParameter : Parameter<double>
{
    /// <summary>The least ln(high / low) of a log scale.</summary>
    internal const double LeastLogRange = 1e-12;

    private const int SignificantDigits = 12, MostDigits = 15;

    // Half the distance of neighbouring doubles around 1: the relative error of one operation.
    private const double Rounding = 1.0 / (1L << 53);

    private readonly double _logRange;
    private readonly int _logDigits, _wantedPlace, _finestPlace;
    private readonly bool _isFar;

    /// <exception cref="SpaceException">
    /// A bound is not finite, low ≥ high, a bound on a log scale is not positive, the step does not divide the range,
    /// or a step is given on a log scale.
    /// </exception>
    public FloatParameter(string name, double low, double high, Scale scale = Scale.Linear, double? step = null) : base(name)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(high - low))
            throw new SpaceException($"Parameter '{name}': the bounds and their difference must be finite, but low={low:R}, high={high:R}.");
        if (low >= high)
            throw new SpaceException($"Parameter '{name}': `low < high` must hold, but low={low:R}, high={high:R}.");
        if (scale == Scale.Log && low <= 0)
            throw new SpaceException($"Parameter '{name}': `0 < low` must hold on a log scale, but low={low:R}, high={high:R}.");
        if (scale == Scale.Log && double.IsSubnormal(low))
            throw new SpaceException($"Parameter '{name}': `2.3E-308 < low` must hold on a log scale, since smaller doubles have fewer digits, but low={low:R}, high={high:R}.");
        // Adding zero turns −0 into 0.
        (Low, High, Scale, Step) = (low + 0.0, high + 0.0, scale, step);
        if (step is { } width)
            Levels = CountSteps(width);
        if (scale == Scale.Log)
        {
            _logRange = LogRatio(high);
            if (_logRange < LeastLogRange)
                throw new SpaceException($"Parameter '{name}': the bounds are too close to each other for a log scale: low={low:R}, high={high:R}. Use a linear one.");
            _logDigits = Math.Clamp(SignificantDigits - Decimals.Decade(_logRange), SignificantDigits, MostDigits);
        }
        else
        {
            var (range, largest) = (High - Low, Math.Max(Math.Abs(Low), Math.Abs(High)));
            _wantedPlace = Decimals.Decade(range) - SignificantDigits;
            // Encoding and decoding again errs by up to three roundings of v − low and one of v: half of a place must exceed that.
            // Far from zero v − low is exact, and every double in the range has its code.
            _isFar = largest > 20 * range;
            _finestPlace = _isFar ? 0 : (int)Math.Ceiling(PortableMath.Log10(range) + PortableMath.Log10(2 * Rounding * (3 + largest / range)));
        }
    }

    public double Low { get; }

    public double High { get; }

    public Scale Scale { get; }

    /// <summary>The distance of neighbouring values, or null where every decimal in the range is a value.</summary>
    public double? Step { get; }

    public override int? Levels { get; }

    public override ParameterDefinition Definition =>
        new(Name, "float") { Low = Low, High = High, Scale = Scale, Step = Step };

    public override double Decode(double code)
    {
        Checked(code);
        if (code <= 0)
            return Low;
        if (code >= 1)
            return High;
        if (Levels is { } levels)
            return ValueOfLevel((int)LevelEncoding.LevelOf(code, levels));
        return Math.Clamp(Scale == Scale.Log ? DecodeLog(code) : DecodeLinear(code), Low, High);
    }

    public override double Encode(double value)
    {
        if (!(value >= Low && value <= High))
            throw Outside(value.ToString("R"), $"`{Low:R} <= value <= {High:R}` must hold");
        if (value == Low)
            return 0;
        if (value == High)
            return 1;
        if (Levels is { } levels)
            return LevelEncoding.CodeOf(LevelOfValue(value), levels);
        return Scale == Scale.Log ? LogRatio(value) / _logRange : (value - Low) / (High - Low);
    }

    public override double CodeOfLevel(int level) => LevelEncoding.CodeOf(level, Levels ?? throw Continuous());

    public override int LevelOf(double code) => (int)LevelEncoding.LevelOf(Checked(code), Levels ?? throw Continuous());

    public override ParameterValue ValueOf(double code) => ParameterValue.Of(Decode(code));

    public override double CodeOf(ParameterValue value) => Encode(Numbers.Read(this, value));

    public override FloatParameter WithRange(ParameterDefinition narrower) => new(Name, narrower.Low!.Value, narrower.High!.Value, narrower.Scale, narrower.Step);

    private double DecodeLinear(double code)
    {
        var value = Low + code * (High - Low);
        return value == 0 ? 0 : Decimals.Absolute(value, LastPlace(Math.Abs(value)));
    }

    private double DecodeLog(double code)
    {
        // In four steps, since the whole ratio can exceed the largest double by far.
        var root = PortableMath.Exp(code * _logRange / 4);
        return Decimals.Significant(Low * root * root * root * root, _logDigits);
    }

    // ln(value / low), also where the ratio exceeds the largest double.
    private double LogRatio(double value)
    {
        var ratio = value / Low;
        return double.IsFinite(ratio) ? PortableMath.Log(ratio) : PortableMath.Log(value) - PortableMath.Log(Low);
    }

    // The last decimal place of a value on a linear scale. It changes at powers of ten only, which are on both grids, so that a
    // value near the change rounds to itself from either side.
    private int LastPlace(double magnitude)
    {
        if (_isFar)
            return _wantedPlace;
        var wanted = Math.Min(_wantedPlace, Decimals.Decade(magnitude) - SignificantDigits + 1);
        var finest = Math.Min(_finestPlace, Decimals.Decade(Math.Max(magnitude, Math.Abs(Low))) - SignificantDigits - 1);
        return Math.Max(wanted, finest);
    }

    private double ValueOfLevel(int level) => level == 0 ? Low : level == Levels - 1 ? High : Decimals.Stepped(Low, Step!.Value, level);

    private int LevelOfValue(double value)
    {
        var level = (int)Math.Round((value - Low) / Step!.Value);
        return Math.Abs(ValueOfLevel(level) - value) <= Step.Value * 1e-9
            ? level
            : throw Outside(value.ToString("R"), $"the value must be {Low:R} plus a multiple of the step {Step:R}");
    }

    private int CountSteps(double width)
    {
        if (Scale == Scale.Log)
            throw new SpaceException($"Parameter '{Name}': a step and a log scale exclude each other, but step={width:R}.");
        var steps = Math.Round((High - Low) / width);
        var values = $"low={Low:R}, high={High:R}, step={width:R}";
        if (!(width > 0) || steps < 1)
            throw new SpaceException($"Parameter '{Name}': the step must be positive and divide high − low, but {values}.");
        if (steps > int.MaxValue - 1 || Math.BitIncrement(Math.Max(Math.Abs(Low), Math.Abs(High))) - Math.Max(Math.Abs(Low), Math.Abs(High)) > width / 4)
            throw new SpaceException($"Parameter '{Name}': the step is too small to tell the values apart: {values}. Leave it out.");
        if (Math.Abs(Decimals.Stepped(Low, width, (int)steps) - High) > 1e-6 * width)
            throw new SpaceException($"Parameter '{Name}': the step must be positive and divide high − low, but {values}: the last steps are {Decimals.Stepped(Low, width, (int)steps - 1):R} and {Decimals.Stepped(Low, width, (int)steps):R}.");
        return (int)steps + 1;
    }

    private NotSupportedException Continuous() => new($"Parameter '{Name}' is continuous: it has no levels.");
}
