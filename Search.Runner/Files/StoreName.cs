using System.Text.RegularExpressions;
using Npgsql;

namespace HyperSearch.Runner;

/// <summary>Tells what a person names as a store: a file, or a database. What looks like an address is never a file.</summary>
internal static partial class StoreName
{
    private const string Forms = "A SQLite file is named by its path, a PostgreSQL database as postgres://user@host:port/database or Host=…;Username=…;Database=….";

    private static readonly string[] Schemes = ["postgres", "postgresql"];

    /// <summary>Whether it is the address of a PostgreSQL database.</summary>
    public static bool IsPostgres(string name) =>
        SchemeOf(name) is { } scheme ? Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) && name.Contains("://", StringComparison.Ordinal) : IsSettings(name);

    /// <summary>Why it names neither a file nor a database, without its password; null where it does.</summary>
    public static string? Objection(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return $"The name of the store is empty. {Forms}";
        if (name.Contains('\0', StringComparison.Ordinal))
            return $"The name of a store has no NUL character in it. {Forms}";
        if (IsPostgres(name))
            return null;
        if (SchemeOf(name) is { } scheme)
            return $"The store '{Passwords.Mask(name)}' looks like an address, but not like one of a store.{Suggestion(scheme)} {Forms}";
        return IsWithoutScheme().IsMatch(name) || IsOfLibpq(name)
            ? $"The store '{Passwords.Mask(name)}' looks like an address, but not like one of a store. {Forms} A file of this name is ./{Passwords.Mask(name)}."
            : null;
    }

    private static string Suggestion(string scheme) => scheme.ToLowerInvariant() switch
    {
        "sqlite" or "sqlite3" or "file" => " For a SQLite file, leave the beginning out.",
        var lower when Schemes.Any(known => EditDistance.Between(lower, known) <= 3) || lower is "pg" or "pgsql" or "psql" => " Did you mean postgres://?",
        _ => "",
    };

    // A drive of Windows has one letter.
    private static string? SchemeOf(string name) => Scheme().Match(name) is { Success: true } match ? match.Groups["scheme"].Value : null;

    // One key that Npgsql knows is enough; of unknown ones, which may be misspelt, it takes two.
    private static bool IsSettings(string name)
    {
        var keys = name.Split(';').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => pair[0].Trim()).ToArray();
        return keys.Length > 0 && Key().IsMatch(keys[0]) && !IsOfLibpq(name) && (keys.Any(IsKey) || (keys.Length > 1 && keys.All(key => Key().IsMatch(key))));
    }

    private static bool IsKey(string key) => Key().IsMatch(key) && new NpgsqlConnectionStringBuilder().ContainsKey(key);

    // "host=h user=u password=p", which PostgreSQL's own programs take.
    private static bool IsOfLibpq(string name) => !name.Contains(';', StringComparison.Ordinal) && KeyOfLibpq().Count(name) > 1;

    // Their code is generated, since each start looks at a name. None goes back far: what follows a repeated class is not in it.
    [GeneratedRegex(@"^\s*(?<scheme>[A-Za-z][A-Za-z0-9+.\-]+):[/\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    // user:password@host
    [GeneratedRegex(@"^\s*[^\s/\\@:=]+:[^/\\]*@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsWithoutScheme();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z _\-]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"\b(host|hostaddr|user|password|dbname|port|sslmode|service|passfile)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyOfLibpq();
}
