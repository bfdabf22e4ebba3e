using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class PostgresAddressTests
{
    [Fact]
    public void A_uri_names_what_a_connection_string_names()
    {
        var address = PostgresAddress.Parse("postgres://an%40n:s%3Aecret@db.example:5433/my%20studies?sslmode=verify-full&application_name=me");

        Assert.Equal(("db.example", 5433, "an@n", "s:ecret", "my studies"), (address.Host, address.Port, address.Username, address.Password, address.Database));
        Assert.Equal((Npgsql.SslMode.VerifyFull, "me"), (address.SslMode, address.ApplicationName));
    }

    [Fact]
    public void What_is_left_out_is_left_to_the_usual_places()
    {
        var address = PostgresAddress.Parse("postgres:///studies?host=/var/run/postgresql");

        Assert.Equal(("/var/run/postgresql", 5432, null, null, "studies"), (address.Host, address.Port, address.Username, address.Password, address.Database));
    }

    [Theory]
    [InlineData("postgres://ann:sesame@db.example:port/studies")]
    [InlineData("postgres://ann:sesame@db.example/studies?what=ever")]
    [InlineData("Host=db.example;Passwort=sesame")]
    [InlineData("Host=db.example;Port=sesame")]
    [InlineData("Host=db.example;sesame")]
    public void An_address_that_cannot_be_read_is_refused_without_repeating_it(string address)
    {
        var refusal = Assert.Throws<StoreException>(() => PostgresAddress.Parse(address));

        Assert.DoesNotContain("sesame", refusal.ToString(), StringComparison.Ordinal);
    }
}
