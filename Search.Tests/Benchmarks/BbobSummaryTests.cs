using Search.Benchmarks;

namespace Search.Tests;

/// <summary>Ranks and means over the functions of BBOB, beside peers.</summary>
public sealed class BbobSummaryTests
{
    private static readonly BbobScore[] Ours =
    [
        new("bbob-3d-f01-real-i2", "AutoSearch", 50, 0.1), new("bbob-3d-f02-real-i2", "AutoSearch", 50, 30), new("bbob-3d-f03-real-i2", "AutoSearch", 50, 1e6),
    ];

    private static readonly BbobScore[] Theirs =
    [
        new("bbob-3d-f01-real-i2", "Optuna GP", 50, 1), new("bbob-3d-f02-real-i2", "Optuna GP", 50, 10),
        new("bbob-3d-f01-real-i2", "Optuna TPE", 50, 2), new("bbob-3d-f02-real-i2", "Optuna TPE", 50, 20),
    ];

    [Fact]
    public void Problems_where_a_peer_has_no_result_are_left_out_of_the_ranks()
    {
        Assert.Contains("3d 50 3 of 3 1.00 144", Printed(Ours, []));
        // Ranks 1 and 3; the geometric mean of 0.1 and 30.
        Assert.Contains("3d 50 2 of 3 2.00 1.73 1.50 3.16", Printed([.. Ours, .. Theirs], ["Optuna GP", "Optuna TPE"]));
    }

    [Fact]
    public void Each_of_ours_is_set_against_the_best_peer_in_all_and_function_by_function()
    {
        var printed = Printed([.. Ours, .. Theirs], ["Optuna GP", "Optuna TPE"]);

        Assert.Contains("AutoSearch against the best peer", printed);
        Assert.Contains("3d 50 0.55 times 1 of 2: f02 3", printed);
        Assert.DoesNotContain("Optuna GP against", printed);
    }

    private static string Printed(BbobScore[] scores, string[] peers)
    {
        using var output = new StringWriter();
        BbobSummary.Print(output, scores, peers);
        return string.Join(' ', output.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
