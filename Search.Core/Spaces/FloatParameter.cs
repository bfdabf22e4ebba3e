namespace Search.Core;

/// <summary>A real number in [<see cref="Low"/>, <see cref="High"/>].</summary>
/// <remarks>
/// Values are decimals, so that they read well, survive any text format, and are the same on machines whose
/// logarithms differ in the last bit: on a linear scale multiples of a power of ten 10⁻¹² or less of the range, on a log
/// scale numbers of 12 significant digits, with a step exactly low + i·step. The bounds are taken as they are.
/// </remarks>
public sealed record FloatParameter : Parameter<double>
{
    private const int SignificantDigits = 12;

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
        (Low, High, Scale, Step) = (low, high, scale, step);
        if (step is { } width)
            Levels = CountSteps(width);
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
            return ValueOfLevel(Cells.LevelOf(code, levels));
        var value = Scale == Scale.Log
            ? Decimals.Significant(Low * Math.Exp(code * Math.Log(High / Low)), SignificantDigits)
            : Decimals.Absolute(Low + code * (High - Low), LastDecimal);
        return Math.Clamp(value, Low, High);
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
            return Cells.CodeOf(LevelOfValue(value), levels);
        return Scale == Scale.Log ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
    }

    public override double CodeOfLevel(int level) => Cells.CodeOf(level, Levels ?? throw Continuous());

    public override int LevelOf(double code) => Cells.LevelOf(Checked(code), Levels ?? throw Continuous());

    public override ParameterValue ValueOf(double code) => ParameterValue.Of(Decode(code));

    public override double CodeOf(ParameterValue value) => Encode(Numbers.Read(this, value));

    // The last decimal place of a value on a linear scale: at least 12 digits of the larger bound.
    private int LastDecimal => (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(Low), Math.Abs(High)))) - SignificantDigits;

    private double ValueOfLevel(int level) => level == Levels - 1 ? High : Decimals.Stepped(Low, Step!.Value, level);

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
        var steps = (High - Low) / width;
        if (!(width > 0) || steps > int.MaxValue - 1 || steps < 0.5 || Math.Abs(steps - Math.Round(steps)) > 1e-9 * steps)
            throw new SpaceException($"Parameter '{Name}': the step must be positive and divide high − low, but low={Low:R}, high={High:R}, step={width:R}.");
        return (int)Math.Round(steps) + 1;
    }

    private NotSupportedException Continuous() => new($"Parameter '{Name}' is continuous: it has no levels.");
}
