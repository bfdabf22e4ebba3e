using HyperSearch;

namespace Search.Tests;

/// <summary>A study that ends with a checkpoint left: its first trial saves one and is stopped, and the second fails, which ends the run.</summary>
internal static class CheckpointStudy
{
    public const string Name = "checkpoint-study";

    public static Study Create() => new Study<double>(Name)
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest => suggest.Uniform("x", -1, 1),
        Objective = (x, trial, _) =>
        {
            if (trial.Number > 0)
                throw new InvalidOperationException("the second");
            trial.Report(1, x);
            trial.SaveCheckpoint(1, new MemoryStream([1, 2, 3]));
            return x;
        },
        Strategy = new RandomSearch(),
        Pruner = new StopsAll(),
        Policy = new() { MostFailures = 1 },
        Budget = new(Trials: 2),
    };

    private sealed class StopsAll : IPromotingPruner
    {
        public bool ShouldStop(Trial trial, History history) => true;

        public IEnumerable<Trial> Promotable(History history) => [];
    }
}
