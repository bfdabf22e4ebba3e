namespace Search.Tests;

/// <summary>How often tests kill and damage what they test; more by hand: HYPERSEARCH_TEST_KILLS=200.</summary>
internal static class TestKills
{
    private static readonly string? ByHand = Environment.GetEnvironmentVariable("HYPERSEARCH_TEST_KILLS");

    /// <summary>Whether there is time for all cases.</summary>
    public static bool AreMany => ByHand is not null;

    public static int Count(int usual) => int.TryParse(ByHand, out var count) ? count : usual;
}
