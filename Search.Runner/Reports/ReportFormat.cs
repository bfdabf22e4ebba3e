namespace HyperSearch.Runner;

/// <summary>How a report is written: for a person (table, md) or for another program (json, csv).</summary>
public enum ReportFormat
{
    Table,
    Json,
    Csv,
    Md,
}
