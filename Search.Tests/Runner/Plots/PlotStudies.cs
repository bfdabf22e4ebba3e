using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Studies to draw: trials at random points, whose scores follow from these.</summary>
internal static class PlotStudies
{
    /// <summary>Layers, the units of each, a rate, an optimizer and a momentum that only one of them has.</summary>
    public static SearchSpace Conditional => ConditionalStudy.Create(ConditionalStudy.Tpe).TraceSpace();

    /// <summary>Of seven trials one failed, and two that were pruned, one of them before it had reported anything.</summary>
    public static StudyPlotData Mixed(int trials, int best = 5) => Of(Conditional, trials, best, "layers and rates");

    /// <summary>The course's search, with the accuracy in training and the loss recorded beside that in validation.</summary>
    public static StudyPlotData Trained(int trials, int best, string name = "mnist-log-uniform")
    {
        var space = new SearchSpace(new FloatParameter("lr", 1e-6, 1e-2, Scale.Log), new FloatParameter("weight_decay", 1e-8, 1e-4, Scale.Log));
        return WithTraining(Of(space, trials, best, name, steps: 50));
    }

    /// <summary>The same study with an accuracy in training and a loss of each trial at each step.</summary>
    public static StudyPlotData WithTraining(StudyPlotData data) => new(data.Study, data.Trials, data.Best, data.BestName)
    {
        Extras = new(
        [
            .. data.Trials.SelectMany(trial => trial.Measurements.SelectMany(measured => (TrialMetric[])
            [
                new(trial.Number, "loss", measured.Step, 3.0 / measured.Step),
                new(trial.Number, "training accuracy", measured.Step, 1 - (1 - measured.Value) / Math.Sqrt(measured.Step)),
            ])),
        ], [], []),
    };

    /// <param name="space">Of any kind.</param>
    /// <param name="trials">How many.</param>
    /// <param name="best">How many of them stand out.</param>
    /// <param name="name">The study's.</param>
    /// <param name="steps">How many values each has reported.</param>
    public static StudyPlotData Of(SearchSpace space, int trials, int best, string name, int steps = 12)
    {
        var study = new StudyDefinition(name, space, Goal.Maximize("validation accuracy"), 1);
        Trial[] all = [.. Enumerable.Range(0, trials).Select(number => TrialOf(space, number, steps))];
        Trial[] first = [.. new TrialRanking(study.Goal).Complete(all).Take(best)];
        return new(study, all, first, $"best {first.Length}");
    }

    private static Trial TrialOf(SearchSpace space, int number, int steps)
    {
        var random = new RandomStream(3, number, StreamPurpose.Propose);
        var point = RandomSearch.Draw(space, ref random);
        var end = 0.97 - 0.3 * Math.Abs(point.Count > 0 && point.IsActive(0) ? point[0] - 0.7 : 0) - 0.1 * random.NextDouble();
        var state = (number % 7) switch { 3 => TrialState.Failed, 4 or 5 => TrialState.Pruned, _ => TrialState.Complete };
        var reported = state switch { TrialState.Complete => steps, TrialState.Failed => 1, _ => number % 7 == 5 ? 0 : steps / 3 };
        Measurement[] curve = [.. Enumerable.Range(1, reported).Select(step => new Measurement(step, end - 0.5 / (step * step)))];
        return new(number, state, space.Complete(point.Codes))
        {
            FinishOrder = number,
            Value = state == TrialState.Complete ? end : state == TrialState.Pruned && reported > 0 ? curve[^1].Value : null,
            Measurements = curve,
        };
    }
}
