using Npgsql;
using Search.Core;

namespace Search.Runner;

/// <summary>How a PostgreSQL database is named: by a URI, or by a list of <c>Key=value</c>.</summary>
internal static class PostgresAddress
{
    private static readonly string[] Beginnings = ["postgres://", "postgresql://", "Host=", "Server="];

    /// <summary>Whether the name of a store is that of a PostgreSQL database rather than a file.</summary>
    public static bool Is(string store) => Beginnings.Any(beginning => store.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="StoreException">The address cannot be read. The message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = address.Contains("://", StringComparison.Ordinal) ? ParseUri(new Uri(address)) : new(address);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
#pragma warning disable MA0054 // What was caught may repeat the password.
            throw new StoreException("The address of the PostgreSQL database cannot be read. It must be of the form postgres://user@host:port/database or Host=…;Port=…;Username=…;Database=….");
#pragma warning restore MA0054
        }
        settings.Host ??= Environment.GetEnvironmentVariable("PGHOST") ?? "localhost";
        settings.Database ??= Environment.GetEnvironmentVariable("PGDATABASE");
        return settings;
    }

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
