using System.Net;

namespace HyperSearch.Dashboard;

/// <summary>The names under which a browser may ask for the server.</summary>
/// <remarks>
/// A page of the web can have its own name lead to this machine (DNS rebinding), and then reads what the server answers: so a name
/// that is not the server's own is refused. An address in numbers cannot be made to lead elsewhere.
/// </remarks>
internal sealed class HostNames
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };
    private readonly bool _areAllAddressesOwn;

    /// <param name="host">The host that the command line names.</param>
    /// <param name="address">What it stands for.</param>
    public HostNames(string host, IPAddress address)
    {
        _names.Add(host);
        _names.Add(NameOf(address));
        _areAllAddressesOwn = IsAny(address);
        if (_areAllAddressesOwn)
            _names.Add(Dns.GetHostName());
    }

    /// <summary>Whether the address stands for all addresses of this machine.</summary>
    public static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>The address as it stands in a URL.</summary>
    public static string NameOf(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    /// <summary>Whether a host of a request, without its port, is the server's.</summary>
    public bool Has(string host) => _names.Contains(host) || (_areAllAddressesOwn && IPAddress.TryParse(host.Trim('[', ']'), out _));
}
