using HyperSearch;
using HyperSearch.Training;

namespace Search.Tests;

public class CrossValidationTests
{
    private static readonly IReadOnlyList<Fold> Folds = TestNumbers.Data(40, 2, 2).Folds(4, seed: 1);

    [Fact]
    public void The_score_is_the_mean_of_the_folds_and_its_spread()
    {
        var reported = new List<(int, double)>();
        var score = CrossValidation.Score(Folds, fold => fold.Number * fold.Number, (fold, mean) =>
        {
            reported.Add((fold, mean));
            return true;
        });
        Assert.Equal([(1, 1), (2, 2.5), (3, 14 / 3.0), (4, 7.5)], reported);
        Assert.Equal((7.5, Math.Sqrt((6.5 * 6.5 + 3.5 * 3.5 + 1.5 * 1.5 + 8.5 * 8.5) / 3)), (score.Mean, score.Deviation));
    }

    [Fact]
    public void It_ends_at_the_fold_after_which_it_is_told_to()
    {
        var score = CrossValidation.Score(Folds, fold => fold.Number, (fold, _) => fold < 2);
        Assert.Equal([1, 2], score.Scores);
        Assert.Equal(double.NaN, CrossValidation.Score(Folds, _ => 1, (_, _) => false).Deviation);
        Assert.Throws<ArgumentException>(() => CrossValidation.Score([], _ => 1));
    }

    [Fact]
    public async Task A_study_prunes_between_folds()
    {
        var folds = Dataset.Open("digits", 200).Folds(4, seed: 1);
        var trained = 0;
        var study = new Study<double>("folds")
        {
            Goal = Goal.Maximize("accuracy"),
            Space = suggest => suggest.Choice("rate", 1e-2, 1e-7),
            Strategy = new GridSearch(),
            Pruner = new ThresholdPruner { Lowest = 0.4 },
            Objective = (rate, trial, cancel) => CrossValidation.Score(
                folds,
                fold =>
                {
                    trained++;
                    return Trainer.Train(new() { Hidden = [16], Epochs = 3, BatchSize = 10, Optimizer = Optimizer.Adam(rate) }, fold.Training, fold.Validation, cancel: cancel).ValidationAccuracy;
                },
                (fold, mean) => trial.Report(fold, mean)).Mean,
        };
        using var folder = new TemporaryFolder();
        var run = await CommandRun.OfAsync(study, "run", "--workers", "1", "--store", folder.File("studies.db"));
        Assert.Equal(0, run.ExitCode);
        // All four folds of the good rate, the first of the bad one.
        Assert.Equal(5, trained);
    }
}
