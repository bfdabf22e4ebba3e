using System.Net;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The database that workers on other hosts write to, as their command line may name it.</summary>
/// <param name="Address">Its address without a password.</param>
/// <param name="Name">Host, port and database: the same however the address is written.</param>
internal sealed record LaunchedStore(string Address, string Name)
{
    /// <summary>The environment variable in which a worker finds the password.</summary>
    public const string PasswordVariable = "PGPASSWORD";

    /// <summary>The password: that of the address, else that of this process's environment; null where there is neither.</summary>
    public string? Password { get; init; }

    /// <summary>Whether each host takes the address for itself.</summary>
    public bool IsOfEachHost { get; init; }

    /// <exception cref="CommandFailedException">It is a file, which hosts cannot share.</exception>
    /// <exception cref="StoreException">Its address cannot be read.</exception>
    public static LaunchedStore Of(string? option)
    {
        var text = StoreOption.NameOf(option);
        CommandFailedException.ThrowIf(StoreName.Objection(text));
        if (!StoreName.IsPostgres(text))
        {
            throw new CommandFailedException(
                $"Workers on several hosts need a PostgreSQL database as their store, but it is the file '{SafeText.Line(text)}'. Take the study there with `hypersearch copy STUDY NEW-NAME --to postgres://user@host/database`, and name that with --store.");
        }
        var settings = PostgresAddress.Parse(text);
        CommandFailedException.ThrowIf(settings.SslPassword is null ? null : "The store's address has the password of a key, which would stand where others can read it. Leave it out, and use a key without one.");
        var password = settings.Password;
        if (password is not null)
            settings.Remove("Password");
        return new(password is null ? text.Trim() : settings.ConnectionString, PostgresAddress.NameOf(settings))
        {
            Password = password ?? Environment.GetEnvironmentVariable(PasswordVariable),
            IsOfEachHost = settings.Host is { } host && (host == "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))),
        };
    }
}
