using System.Globalization;
using HyperSearch;

namespace Search.Tests;

/// <summary>A study whose trials take twenty steps, with a checkpoint at each, and record from which step they went on.</summary>
internal static class StepsStudy
{
    public const string Name = "steps-study", TakenUp = "taken up at";
    public const int Steps = 20;

    public static Study Create()
    {
        var pause = new StudyOption("pause", "Milliseconds a step takes.", "100");
        return new Study<double>(Name)
        {
            Goal = Goal.Minimize("loss"),
            Space = suggest => suggest.Uniform("x", -1, 1),
            Objective = (x, trial, cancel) =>
            {
                var step = trial.Checkpoint?.Step ?? 0;
                trial.Record(TakenUp, step);
                while (step < Steps)
                {
                    cancel.WaitHandle.WaitOne(int.Parse(pause.Value, CultureInfo.InvariantCulture));
                    cancel.ThrowIfCancellationRequested();
                    trial.Report(++step, x / step);
                    trial.SaveCheckpoint(step, new MemoryStream([1]));
                }
                return x * x;
            },
            Strategy = new RandomSearch(),
            Budget = new(Trials: 24),
            Options = [pause],
        };
    }
}
