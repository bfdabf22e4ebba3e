using HyperSearch.Core;
using Npgsql;

namespace HyperSearch.Runner;

/// <summary>How a PostgreSQL database is named: by a URI, or by a list of <c>Key=value</c>.</summary>
internal static class PostgresAddress
{
    /// <summary>The database without user and password, for messages.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) => $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";

    /// <exception cref="StoreException">The address cannot be read. The message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = address.Contains("://", StringComparison.Ordinal) ? ParseUri(new Uri(address.Trim())) : new(address);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
#pragma warning disable MA0054 // What was caught may repeat the password.
            throw Unreadable();
#pragma warning restore MA0054
        }
        // Of a host that is an address itself, or the rest of one, the message would tell a password.
        if (settings.Host is { } host && host.AsSpan().ContainsAny("@= ;"))
            throw Unreadable();
        settings.Host ??= Environment.GetEnvironmentVariable("PGHOST") ?? "localhost";
        settings.Database ??= Environment.GetEnvironmentVariable("PGDATABASE");
        return settings;
    }

    private static StoreException Unreadable() =>
        new("The address of the PostgreSQL database cannot be read. It must be of the form postgres://user@host:port/database or Host=…;Port=…;Username=…;Database=….");

    private static NpgsqlConnectionStringBuilder ParseUri(Uri uri)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        if (uri.Host.Length > 0)
            settings.Host = uri.Host;
        if (uri.Port > 0)
            settings.Port = uri.Port;
        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
            settings.Database = Uri.UnescapeDataString(database);
        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = password is [var text] ? Uri.UnescapeDataString(text) : null;
        }
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = option.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : throw new FormatException();
            // PostgreSQL writes application_name and verify-full where Npgsql writes Application Name and VerifyFull.
            settings[key.Replace('_', ' ')] = key == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        return settings;
    }
}
