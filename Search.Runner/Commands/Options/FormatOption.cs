using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>--format</c>: how a verb writes what it reports.</summary>
internal static class FormatOption
{
    public static Option<ReportFormat> Create() => new("--format")
    {
        Description = "table or md for people, json or csv for other programs. Default: table.",
        HelpName = "table|json|csv|md",
    };
}
