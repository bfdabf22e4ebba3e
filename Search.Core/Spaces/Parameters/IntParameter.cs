using HyperSearch.Core;

namespace HyperSearch;

/// <summary>A whole number in [<see cref="Low"/>, <see cref="High"/>], every <see cref="Step"/>-th.</summary>
/// <remarks>
/// On a linear scale all values have the same weight. On a log scale the weight of v is that of the reals which round to
/// it, log((v+½)/(v−½)).
/// </remarks>
public sealed record IntParameter : Parameter<int>
{
    private readonly long _count;

    /// <exception cref="SpaceException">
    /// low ≥ high, a bound on a log scale is not positive, the step does not divide the range or is given on a log scale.
    /// </exception>
    public IntParameter(string name, int low, int high, Scale scale = Scale.Linear, int step = 1) : base(name)
    {
        if (low >= high)
            throw new SpaceException($"Parameter '{name}': `low < high` must hold, but low={low}, high={high}.");
        if (scale == Scale.Log && low <= 0)
            throw new SpaceException($"Parameter '{name}': `0 < low` must hold on a log scale, but low={low}, high={high}.");
        if (scale == Scale.Log && step != 1)
            throw new SpaceException($"Parameter '{name}': a step and a log scale exclude each other, but step={step}.");
        var range = (long)high - low;
        if (step < 1 || range % step != 0)
            throw new SpaceException($"Parameter '{name}': the step must be positive and divide high − low, but low={low}, high={high}, step={step}.");
        (Low, High, Scale, Step) = (low, high, scale, step);
        _count = range / step + 1;
    }

    public int Low { get; }

    public int High { get; }

    public Scale Scale { get; }

    public int Step { get; }

    /// <summary>How many values there are; null where an int cannot count them, and the parameter is as good as continuous.</summary>
    public override int? Levels => _count <= int.MaxValue ? (int)_count : null;

    public override ParameterDefinition Definition =>
        new(Name, "int") { Low = Low, High = High, Scale = Scale, Step = Step };

    public override int Decode(double code) => (int)(Low + IndexOf(code) * Step);

    public override double Encode(int value)
    {
        if (value < Low || value > High || ((long)value - Low) % Step != 0)
            throw Outside(value, $"`{Low} <= value <= {High}` must hold{(Step == 1 ? "" : $" in steps of {Step}")}");
        return CodeOfIndex(((long)value - Low) / Step);
    }

    public override double CodeOfLevel(int level) => CodeOfIndex(Levels is null ? throw Uncounted() : level);

    public override int LevelOf(double code) => Levels is null ? throw Uncounted() : (int)IndexOf(code);

    public override ParameterValue ValueOf(double code) => ParameterValue.Of((double)Decode(code));

    public override double CodeOf(ParameterValue value)
    {
        var number = Numbers.Read(this, value);
        return number == Math.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? Encode((int)number)
            : throw Outside(number.ToString("R"), $"the value must be a whole number in [{Low}, {High}]");
    }

    public override IntParameter WithRange(ParameterDefinition narrower) =>
        new(Name, (int)narrower.Low!.Value, (int)narrower.High!.Value, narrower.Scale, (int)(narrower.Step ?? 1));

    private double LogRange => PortableMath.Log((High + 0.5) / (Low - 0.5));

    private double CodeOfIndex(long index)
    {
        if (Scale == Scale.Linear)
            return LevelEncoding.CodeOf(index, _count);
        LevelEncoding.RequireLevel(index, _count);
        return LevelEncoding.Represent(index, _count, LogEdge(index), LogEdge(index + 1));
    }

    private long IndexOf(double code)
    {
        Checked(code);
        if (Scale == Scale.Linear)
            return LevelEncoding.LevelOf(code, _count);
        var value = (Low - 0.5) * PortableMath.Exp(code * LogRange);
        return (long)Math.Clamp(Math.Floor(value + 0.5) - Low, 0, _count - 1);
    }

    // The left edge of a value's cell on a log scale.
    private double LogEdge(long index) => PortableMath.Log((Low + (double)index - 0.5) / (Low - 0.5)) / LogRange;

    private NotSupportedException Uncounted() => new($"Parameter '{Name}' has {_count} values, more than an int can count.");
}
