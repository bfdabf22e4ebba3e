using System.Globalization;
using HyperSearch;

namespace Search.Tests;

/// <summary>Two goals that pull apart and a limit that cuts off a part of their front; what it proposes depends on all that trials came to.</summary>
internal static class TradeOffStudy
{
    public const string Name = "trade-off-study";

    public static Study<(double X, double Y)> Create() => Create(trials: 30);

    /// <param name="trials">Its budget.</param>
    /// <param name="strategy">What proposes; null for <see cref="FollowsFront"/>.</param>
    /// <param name="keep">Which artifacts are kept.</param>
    public static Study<(double X, double Y)> Create(int trials, IStrategy? strategy = null, Artifacts? keep = null)
    {
        var pause = new StudyOption("pause", "Milliseconds a trial takes.", "0");
        return new(Name)
        {
            Goals = [Goal.Maximize("accuracy"), Goal.Minimize("ms")],
            Constraints = [Constraint.AtMost("mb", 1.5), Constraint.AtLeast("accuracy", -1.5)],
            Space = suggest => (suggest.Uniform("x", -1, 1), suggest.Uniform("y", -1, 1)),
            Objective = (settings, trial, cancel) =>
            {
                cancel.WaitHandle.WaitOne(int.Parse(pause.Value, CultureInfo.InvariantCulture));
                cancel.ThrowIfCancellationRequested();
                var (accuracy, ms, mb) = ScoresOf(settings);
                trial.Record("ms", 1000, step: 1);
                trial.Record("ms", ms, step: 2);
                trial.Record("mb", mb);
                trial.Record("mb", 1000, step: 7);
                if (keep is not null)
                    trial.SaveArtifact("model", stream => stream.WriteByte((byte)trial.Number));
                return accuracy;
            },
            Strategy = strategy ?? new FollowsFront(),
            Budget = new(trials),
            Options = [pause],
            Keep = keep ?? Artifacts.All,
        };
    }

    public static (double Accuracy, double Ms, double Mb) ScoresOf((double X, double Y) settings) =>
        (-settings.X * settings.X - settings.Y * settings.Y, (settings.X - 1) * (settings.X - 1) + settings.Y * settings.Y, settings.X + 1);
}
