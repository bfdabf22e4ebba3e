namespace HyperSearch.Dashboard;

/// <summary>Where a dashboard listens, and who may look.</summary>
/// <param name="Host">A name or an address of this machine.</param>
/// <param name="Port">The port; 0 for a free one.</param>
/// <param name="Token">What one must know to look; null for nothing.</param>
internal sealed record DashboardOptions(string Host, int Port, AccessToken? Token)
{
    public const string DefaultHost = "127.0.0.1";

    public const int DefaultPort = 8080;
}
