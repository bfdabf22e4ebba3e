using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The page, for tests that need it.</summary>
internal static class BuiltPage
{
    /// <summary>Skips the test where the page was not built.</summary>
    public static void Require() => Assert.SkipWhen(PageTemplate.Objection is not null, PageTemplate.Objection ?? "");
}
