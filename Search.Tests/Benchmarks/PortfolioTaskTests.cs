using HyperSearch.Training;
using Search.Benchmarks;

namespace Search.Tests;

/// <summary>The tasks that the trainer's portfolio is made from.</summary>
public sealed class PortfolioTaskTests
{
    [Fact]
    public void A_task_is_drawn_again_by_its_number()
    {
        foreach (var number in Enumerable.Range(0, 6))
        {
            PortfolioTask one = PortfolioTask.Draw(number), other = PortfolioTask.Draw(number);

            Assert.Equal(one.Name, other.Name);
            Assert.Equal(one.Training.Count, other.Training.Count);
            Assert.All(Enumerable.Range(0, one.Training.Count), row => Assert.Equal(one.Training.Input(row), other.Training.Input(row)));
        }
    }

    [Fact]
    public void Some_have_labels_some_targets_and_a_training_learns_from_them()
    {
        PortfolioTask[] tasks = [.. Enumerable.Range(0, 6).Select(PortfolioTask.Draw)];
        MlpSettings still = new() { Hidden = [32], Optimizer = Optimizer.Adam(1e-9) }, learning = still with { Optimizer = Optimizer.Adam(0.01) };

        Assert.Contains(tasks, task => task.Training.HasLabels);
        Assert.Contains(tasks, task => !task.Training.HasLabels);
        Assert.All(tasks, task => Assert.True(task.Score(learning, 1) < task.Score(still, 1), task.Name));
    }
}
