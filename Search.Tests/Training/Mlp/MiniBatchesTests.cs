using HyperSearch.Training;

namespace Search.Tests;

public class MiniBatchesTests
{
    [Fact]
    public void Every_row_is_in_one_mini_batch_and_all_but_the_last_are_of_the_size_asked_for()
    {
        foreach (var batches in All())
        {
            var all = Enumerable.Range(0, batches.Count).Select(i => batches[i]).ToList();
            Assert.Equal(Enumerable.Range(0, batches.Rows), all.SelectMany(batch => Enumerable.Range(batch.First, batch.Rows)));
            Assert.All(all.SkipLast(1), batch => Assert.Equal(batches.Size, batch.Rows));
            Assert.Equal(all.Max(batch => batch.Rows), batches.Longest);
        }
    }

    [Fact]
    public void The_last_has_what_is_left_unless_those_are_few_which_join_the_one_before()
    {
        foreach (var batches in All())
        {
            int left = batches.Rows % batches.Size, last = batches[batches.Count - 1].Rows;
            Assert.Equal(left == 0 ? batches.Size : left < 8 && 2 * left <= batches.Size && batches.JoinsFewRows ? batches.Size + left : left, last);
        }
    }

    [Fact]
    public void No_mini_batch_has_one_row_where_that_would_do_harm() =>
        Assert.All(
            All().Where(batches => batches is { JoinsFewRows: true, Size: >= 2 }),
            batches => Assert.All(Enumerable.Range(0, batches.Count), i => Assert.True(batches[i].Rows >= 2)));

    [Fact]
    public void Only_batch_normalization_asks_for_that()
    {
        MlpSettings settings = new() { BatchSize = 12 };
        Assert.Equal((9, 12), (settings.MiniBatchesOf(97).Count, settings.MiniBatchesOf(97).Longest));
        Assert.Equal((8, 13), ((settings with { Normalization = Normalization.Batch() }).MiniBatchesOf(97).Count, (settings with { Normalization = Normalization.Batch() }).MiniBatchesOf(97).Longest));
        Assert.Equal((1, 97), ((settings with { Optimizer = Optimizer.GradientDescent(1) }).MiniBatchesOf(97).Count, (settings with { Optimizer = Optimizer.GradientDescent(1) }).MiniBatchesOf(97).Longest));
    }

    private static IEnumerable<MiniBatches> All() =>
        from rows in Enumerable.Range(1, 60)
        from size in Enumerable.Range(1, rows)
        from joins in (bool[])[false, true]
        select new MiniBatches(rows, size, joins);
}
