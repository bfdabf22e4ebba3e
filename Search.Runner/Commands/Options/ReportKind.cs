namespace HyperSearch.Runner;

/// <summary>What a report can be: text in one of the formats of all reports, or the page.</summary>
internal enum ReportKind
{
    Table,
    Json,
    Csv,
    Md,
    Html,
}
