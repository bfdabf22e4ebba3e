using System.Runtime.CompilerServices;

namespace Search.Tests;

/// <summary>What a person should see, kept in a file: <c>Expectations/NAME.txt</c>, or of another extension.</summary>
/// <remarks>A change is accepted with <c>HYPERSEARCH_ACCEPT=1 dotnet test</c>, which writes the files anew; the difference is there to be read.</remarks>
internal static class Expectation
{
    public static void Matches(string name, string actual, string extension = "txt", [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Root(caller), "Expectations", $"{name}.{extension}");
        if (Environment.GetEnvironmentVariable("HYPERSEARCH_ACCEPT") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "", actual);
    }

    private static string Root(string caller)
    {
        var folder = Path.GetDirectoryName(caller)!;
        while (!File.Exists(Path.Combine(folder, "Search.Tests.csproj")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Search.Tests.csproj above {caller}.");
        return folder;
    }
}
