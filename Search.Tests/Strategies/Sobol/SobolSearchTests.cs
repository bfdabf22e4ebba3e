using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class SobolSearchTests : StrategyContract
{
    protected override IStrategy Create() => new SobolSearch();

    /// <summary>The first ten points in three dimensions, as published with the direction numbers.</summary>
    [Fact]
    public void The_sequence_begins_as_published()
    {
        double[][] published =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];

        for (var n = 0; n < published.Length; n++)
            Assert.Equal(published[n], Enumerable.Range(0, 3).Select(d => SobolSequence.Coordinate((uint)n, d) / 4294967296.0));
    }

    [Fact]
    public void Every_dimension_meets_each_of_256_equal_intervals_once_in_256_points_scrambled_or_not()
    {
        for (var dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
        {
            var plain = Enumerable.Range(0, 256).Select(n => SobolSequence.Coordinate((uint)n, dimension)).ToArray();

            Assert.Equal(256, plain.Select(x => x >> 24).Distinct().Count());
            Assert.Equal(256, plain.Select(x => OwenScramble.Scramble(x, (uint)(77 + dimension)) >> 24).Distinct().Count());
        }
    }

    /// <summary>A (0, 8, 2)-net: each elementary rectangle of area 2⁻⁸ holds one of 256 points.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    public void The_first_two_dimensions_are_spread_evenly_over_rectangles_of_every_shape(ulong seed)
    {
        var study = new StudyDefinition("net", ExampleSpaces.Floats(2), Goal.Minimize("x"), seed);
        var rehearsal = new Rehearsal(study, _ => TrialResult.Complete(0));
        rehearsal.Run(new SobolSearch(), 256);

        for (var bits = 0; bits <= 8; bits++)
        {
            var cells = rehearsal.Proposals.Select(p => ((int)(p.Point[0] * (1 << bits)), (int)(p.Point[1] * (1 << (8 - bits)))));
            Assert.Equal(256, cells.Distinct().Count());
        }
    }

    [Fact]
    public void The_direction_numbers_are_odd_and_below_their_power_of_two()
    {
        foreach (var row in JoeKuoTable.Rows)
        {
            Assert.Equal(row.S, row.M.Length);
            for (var k = 0; k < row.S; k++)
                Assert.True(row.M[k] % 2 == 1 && row.M[k] < 1u << (k + 1));
        }
    }

    [Fact]
    public void Another_seed_scrambles_otherwise()
    {
        var points = new ulong[] { 1, 2 }.Select(seed =>
        {
            var rehearsal = new Rehearsal(new("x", ExampleSpaces.Floats(3), Goal.Minimize("x"), seed), _ => TrialResult.Complete(0));
            rehearsal.Run(new SobolSearch(), 1);
            return rehearsal.Proposals[0].Point;
        }).ToArray();

        Assert.NotEqual(points[0], points[1]);
    }

    [Fact]
    public void More_parameters_than_the_table_has_dimensions_are_all_given_a_code()
    {
        var study = new StudyDefinition("wide", ExampleSpaces.Floats(SobolSequence.Dimensions + 20), Goal.Minimize("x"), 0);
        var rehearsal = new Rehearsal(study, _ => TrialResult.Complete(0));

        rehearsal.Run(new SobolSearch(), 2);

        for (var i = 0; i < study.Space.Count; i++)
            Assert.NotEqual(rehearsal.Proposals[0].Point[i], rehearsal.Proposals[1].Point[i]);
    }
}
