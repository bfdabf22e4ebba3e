using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Which trials come first on the page.</summary>
public sealed class PageRankingTests
{
    [Fact]
    public void The_trials_that_one_would_look_at_first_are_the_best_then_those_that_failed_then_the_newest()
    {
        var study = LargeStudy.Create(100);

        var numbers = study.Ranking.MostImportant(20).Select(trial => trial.Number).ToArray();

        Assert.Equal(study.Ranking.Best[..10].ToArray(), numbers[..10]);
        Assert.Equal([87, 67, 47, 27, 7, 99, 98, 97], numbers[10..18]);
        Assert.Equal(100, study.Ranking.MostImportant(1000).Select(trial => trial.Number).Distinct().Count());
    }

    [Fact]
    public void A_trial_is_found_by_its_number_also_where_numbers_are_missing()
    {
        var whole = LargeStudy.Create(50);
        var study = new PageStudy { Study = whole.Study, Created = whole.Created, Trials = [.. whole.Trials.Where(trial => trial.Number % 3 != 1)] };

        for (var number = -1; number <= 50; number++)
            Assert.Equal(study.Trials.ToList().FindIndex(trial => trial.Number == number), study.IndexOf(number));
    }
}
