using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What a study is called in a cluster, by which its workers are found again.</summary>
internal static class LaunchName
{
    private const string Prefix = "hypersearch-";
    private const int MostReadable = 24, HashLength = 16, FileHashLength = 20;

    /// <summary>
    /// A DNS label of at most 53 characters, so that with the number of a worker behind it it is one still (RFC 1123): what is readable of
    /// the study's name, and a hash of it and its store, so that names are different where studies are.
    /// </summary>
    public static string Of(string study, LaunchedStore store)
    {
        var readable = FileName.Of(study)[..^FileHashLength];
        var hash = FileName.Of($"{store.Name}\n{study}")[^FileHashLength..][..HashLength];
        return Prefix + (readable.Length > MostReadable ? readable[..MostReadable].TrimEnd('-') + '-' : readable) + hash;
    }
}
