using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>What the optimizer's learning rate is multiplied by, mini-batch by mini-batch. t: epochs trained so far.</summary>
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(ExponentialSchedule), "exponential")]
[JsonDerivedType(typeof(InverseTimeSchedule), "inverse-time")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(WarmUpSchedule), "warm-up")]
[JsonDerivedType(typeof(PlateauSchedule), "plateau")]
public abstract record Schedule
{
    /// <summary>1</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>factor^⌊t / epochs⌋</summary>
    /// <param name="epochs">At least 1.</param>
    /// <param name="factor">In (0, 1].</param>
    public static Schedule Step(int epochs, double factor = 0.1) => new StepSchedule(epochs, factor);

    /// <summary>factor^⌊t⌋: once an epoch</summary>
    /// <param name="factor">In (0, 1].</param>
    public static Schedule Exponential(double factor) => new ExponentialSchedule(factor);

    /// <summary>1 / (1 + rate · t)</summary>
    /// <param name="rate">At least 0.</param>
    public static Schedule InverseTime(double rate) => new InverseTimeSchedule(rate);

    /// <summary>last + ½ (1 − last) (1 + cos(π t / T)), T the epochs that the settings ask for. Loshchilov and Hutter 2017, equation 5, without restarts.</summary>
    /// <param name="last">What is left at the end, in [0, 1].</param>
    public static Schedule Cosine(double last = 0) => new CosineSchedule(last);

    /// <summary>Multiplied by <paramref name="factor"/> each time the validation loss has not fallen for <paramref name="patience"/> epochs.</summary>
    /// <param name="factor">In (0, 1).</param>
    /// <param name="patience">At least 1.</param>
    public static Schedule ReduceOnPlateau(double factor = 0.1, int patience = 10) => new PlateauSchedule(factor, patience);

    /// <summary>This schedule, after a rise in a straight line from (almost) 0 to 1. Goyal et al. 2017, section 2.2.</summary>
    /// <param name="epochs">The length of the rise, greater than 0; may be a part of one.</param>
    public Schedule AfterWarmUp(double epochs) => new WarmUpSchedule(epochs, this);

    internal abstract double Factor(in Progress progress);

    /// <summary>Epochs without a lower validation loss after which <see cref="Progress.Reductions"/> counts up; null: never.</summary>
    internal virtual int? Patience => null;

    /// <summary>Whether it depends on the epochs that the settings ask for.</summary>
    internal virtual bool ReadsTotal => false;

    internal abstract void Validate();

    private protected static void Check(bool holds, string rule, double value)
    {
        if (!holds)
            throw new ArgumentException($"Schedule: `{rule}` must hold, but it is {value}.");
    }
}

internal sealed record ConstantSchedule : Schedule
{
    internal override double Factor(in Progress progress) => 1;

    internal override void Validate()
    {
    }
}

internal sealed record StepSchedule(int Epochs, double Decay) : Schedule
{
    internal override double Factor(in Progress progress) => Math.Pow(Decay, Math.Floor(progress.Epochs / Epochs));

    internal override void Validate()
    {
        Check(Epochs >= 1, "epochs ≥ 1", Epochs);
        Check(Decay is > 0 and <= 1, "0 < factor ≤ 1", Decay);
    }
}

internal sealed record ExponentialSchedule(double Decay) : Schedule
{
    internal override double Factor(in Progress progress) => Math.Pow(Decay, Math.Floor(progress.Epochs));

    internal override void Validate() => Check(Decay is > 0 and <= 1, "0 < factor ≤ 1", Decay);
}

internal sealed record InverseTimeSchedule(double Rate) : Schedule
{
    internal override double Factor(in Progress progress) => 1 / (1 + Rate * progress.Epochs);

    internal override void Validate() => Check(Rate is >= 0 and < double.PositiveInfinity, "rate ≥ 0", Rate);
}

internal sealed record CosineSchedule(double Last) : Schedule
{
    internal override bool ReadsTotal => true;

    internal override double Factor(in Progress progress) =>
        Last + 0.5 * (1 - Last) * (1 + Math.Cos(Math.PI * Math.Min(1, progress.Epochs / progress.Total)));

    internal override void Validate() => Check(Last is >= 0 and <= 1, "0 ≤ last ≤ 1", Last);
}

internal sealed record PlateauSchedule(double Decay, int Wait) : Schedule
{
    internal override int? Patience => Wait;

    internal override double Factor(in Progress progress) => Math.Pow(Decay, progress.Reductions);

    internal override void Validate()
    {
        Check(Decay is > 0 and < 1, "0 < factor < 1", Decay);
        Check(Wait >= 1, "patience ≥ 1", Wait);
    }
}

/// <summary>The rise counts the step about to be taken, so that the first is not lost on a rate of zero.</summary>
internal sealed record WarmUpSchedule(double Epochs, Schedule Then) : Schedule
{
    internal override int? Patience => Then.Patience;

    internal override bool ReadsTotal => Then.ReadsTotal;

    internal override double Factor(in Progress progress) =>
        progress.Epochs < Epochs
            ? Math.Min(1, (progress.Epochs + progress.StepLength) / Epochs)
            : Then.Factor(progress with { Epochs = progress.Epochs - Epochs, Total = progress.Total - Epochs });

    internal override void Validate()
    {
        Check(Epochs is > 0 and < double.PositiveInfinity, "warm-up epochs > 0", Epochs);
        Then.Validate();
    }
}
