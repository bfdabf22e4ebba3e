using System.Globalization;
using HyperSearch;

namespace Search.Tests;

/// <summary>The study that this program runs when it plays a study file: 30 trials of a few milliseconds each.</summary>
internal static class ProcessStudy
{
    public const string Name = "process-study";

    public static Study Create()
    {
        var pause = new StudyOption("pause", "Milliseconds a trial takes.", "5");
        return new Study<double>(Name)
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.Uniform("x", -1, 1),
            Objective = (x, trial, cancel) =>
            {
                trial.Report(1, x);
                cancel.WaitHandle.WaitOne(int.Parse(pause.Value, CultureInfo.InvariantCulture));
                cancel.ThrowIfCancellationRequested();
                return x * x + trial.Seed * 1e-20;
            },
            Strategy = new RandomSearch(),
            Budget = new(Trials: 30),
            Options = [pause],
        };
    }
}
