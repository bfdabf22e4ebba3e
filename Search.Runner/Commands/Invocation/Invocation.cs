namespace HyperSearch.Runner;

/// <summary>How the command line that runs began, for examples that can be copied.</summary>
internal static class Invocation
{
    /// <summary><c>hypersearch</c>, which names its study.</summary>
    public const string OfProgram = "hypersearch";

    /// <summary><c>dotnet run FILE --</c>, with the study file as seen from the working directory.</summary>
    public static string OfStudyFile =>
        $"dotnet run {(AppContext.GetData("EntryPointFilePath") is string path ? Path.GetRelativePath(Environment.CurrentDirectory, path) : "FILE.cs")} --";
}
