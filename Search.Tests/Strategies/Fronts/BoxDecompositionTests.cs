using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class BoxDecompositionTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (var goals in (int[])[2, 3])
            {
                foreach (var points in (int[])[0, 1, 2, 7, 40])
                {
                    foreach (var values in (int[])[4, 1_000_000])
                        data.Add(goals, points, values);
                }
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_place_is_in_one_box_where_nothing_dominates_it_and_in_none_elsewhere(int goals, int points, int values)
    {
        var losses = FrontCases.Draw(goals, points, values);
        double[] reference = [.. Enumerable.Repeat(0.8, goals)];
        var boxes = new BoxDecomposition(losses, reference);
        var random = new RandomStream(9, points, StreamPurpose.Propose);

        for (var i = 0; i < 2_000; i++)
        {
            double[] place = [.. Enumerable.Range(0, goals).Select(_ => 1.4 * random.NextDouble() - 0.5)];
            var isOpen = place.Zip(reference).All(pair => pair.First < pair.Second) && !losses.Exists(point => FrontCases.Dominates(point, place));
            Assert.Equal(isOpen ? 1 : 0, Enumerable.Range(0, boxes.Count).Count(box => IsIn(place, boxes.Lower[box], boxes.Upper[box])));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Boxes_and_hypervolume_make_up_the_whole(int goals, int points, int values)
    {
        var losses = FrontCases.Draw(goals, points, values);
        double[] reference = [.. Enumerable.Repeat(0.8, goals)];
        var boxes = new BoxDecomposition(losses, reference);

        var open = Enumerable.Range(0, boxes.Count).Sum(box => boxes.Lower[box].Zip(boxes.Upper[box], (low, high) => high - Math.Max(low, -1)).Aggregate(1.0, (product, side) => product * side));

        Assert.Equal(Math.Pow(1.8, goals), open + Hypervolume.Of(losses, reference), 1e-12);
        Assert.InRange(boxes.Count, 1, (goals == 2 ? 1 : 2) * points + 1);
    }

    private static bool IsIn(double[] place, double[] lower, double[] upper) =>
        Enumerable.Range(0, place.Length).All(goal => lower[goal] <= place[goal] && place[goal] < upper[goal]);
}
