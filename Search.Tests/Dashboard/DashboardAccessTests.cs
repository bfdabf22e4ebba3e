using System.Net;
using HyperSearch.Dashboard;

namespace Search.Tests;

/// <summary>Who is answered, and what every answer says to browsers.</summary>
public sealed class DashboardAccessTests
{
    private static readonly string[] Paths = ["/", "/api/studies", "/api/study?name=x", "/api/events", "/nothing"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:1", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("[::2]", false)]
    [InlineData("", false)]
    public async Task A_name_that_is_not_the_servers_own_is_refused_whatever_is_asked_for(string host, bool isOwn)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        foreach (var path in Paths.Except(["/api/events"]))
        {
            using var response = await SendAsync(dashboard, path, ("Host", host));
            Assert.Equal(isOwn, response.StatusCode is not (HttpStatusCode.MisdirectedRequest or HttpStatusCode.BadRequest));
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("ANYTHING")]
    public async Task What_would_change_something_is_refused(string method)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(new(method), path);
            using var response = await dashboard.Client.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    public async Task Pages_of_other_sites_are_refused(string header, string value)
    {
        await using var dashboard = await DashboardHost.StartAsync();
        foreach (var path in Paths)
        {
            using var response = await SendAsync(dashboard, path, (header, value));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task The_page_itself_may_ask_and_a_link_may_lead_to_it()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        var own = $"http://127.0.0.1:{dashboard.Server.Port}";

        using var asked = await SendAsync(dashboard, "/api/studies", ("Sec-Fetch-Site", "same-origin"), ("Origin", own));
        using var linked = await SendAsync(dashboard, "/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
        using var framed = await SendAsync(dashboard, "/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden), (asked.StatusCode, linked.StatusCode, framed.StatusCode));
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_others_out()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        foreach (var path in Paths.Except(["/api/events"]))
        {
            using var response = await SendAsync(dashboard, path);
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
            Assert.Equal(path == "/" ? "no-cache" : "no-store", Header(response, "Cache-Control"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.Equal(
                path == "/"
                    ? "default-src 'none'; script-src 'sha256-xyz'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
                    : "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
                Header(response, "Content-Security-Policy"));
        }
    }

    [Fact]
    public async Task Without_the_token_nothing_is_answered()
    {
        await using var dashboard = await DashboardHost.StartAsync("the-right-token");
        foreach (var path in Paths)
        {
            foreach (var header in (string?[])[null, "Bearer wrong-token", "Bearer ", "Basic the-right-token", "the-right-token"])
            {
                using var response = header is null ? await SendAsync(dashboard, path) : await SendAsync(dashboard, path, ("Authorization", header));
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.DoesNotContain("right-token", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }
        }
        using var inAddress = await SendAsync(dashboard, "/api/studies?token=the-right-token");
        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
        using var wrong = await SendAsync(dashboard, "/?token=the-wrong-token");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_token_is_taken_as_a_header_and_a_browser_keeps_that_of_the_address_as_a_cookie()
    {
        await using var dashboard = await DashboardHost.StartAsync("the-right-token");
        using var bearer = await SendAsync(dashboard, "/api/studies", ("Authorization", "Bearer the-right-token"));
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);

        using var first = await SendAsync(dashboard, dashboard.Server.Address.PathAndQuery);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location!.ToString()));
        var cookie = Header(first, "Set-Cookie").Split("; ");
        Assert.Equal(["httponly", "path=/", "samesite=strict"], cookie.Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal($"hypersearch-token-{dashboard.Server.Port}=the-right-token", cookie[0]);

        foreach (var path in (string[])["/", "/api/studies"])
        {
            using var response = await SendAsync(dashboard, path, ("Cookie", cookie[0]));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var wrong = await SendAsync(dashboard, path, ("Cookie", cookie[0] + "x"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }
    }

    [Fact]
    public async Task All_addresses_of_this_machine_are_the_servers_own_where_it_listens_on_all_but_no_other_name_is()
    {
        await using var dashboard = await DashboardHost.StartAsync("the-right-token", host: "0.0.0.0");
        foreach (var (host, status) in new[] { ("10.1.2.3", HttpStatusCode.OK), ("[fe80::1]:80", HttpStatusCode.OK), (Dns.GetHostName(), HttpStatusCode.OK), ("evil.example", HttpStatusCode.MisdirectedRequest) })
        {
            using var response = await SendAsync(dashboard, "/api/studies", ("Host", host), ("Authorization", "Bearer the-right-token"));
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_with_a_body_or_long_headers_is_refused()
    {
        await using var dashboard = await DashboardHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/studies") { Content = new ByteArrayContent(new byte[100_000]) };
        using (var response = await dashboard.Client.SendAsync(request, Cancel))
            Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestEntityTooLarge);
        using var wide = await SendAsync(dashboard, "/api/studies", ("X-Long", new string('x', 40_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, wide.StatusCode);
        using var far = await SendAsync(dashboard, "/api/study?name=" + new string('x', 40_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, far.StatusCode);
        Assert.Equal("[]", (await dashboard.JsonAsync("/api/studies")).GetProperty("studies").GetRawText());
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("long-enough_1.~", true)]
    [InlineData("with space", false)]
    [InlineData("semi;colon;", false)]
    [InlineData("ünïcode-token", false)]
    public void A_token_can_stand_in_an_address_and_a_cookie(string text, bool isOne) => Assert.Equal(isOne, AccessToken.Objection(text) is null);

    [Fact]
    public void A_token_that_is_made_is_one_and_never_twice_the_same()
    {
        string[] tokens = [.. Enumerable.Range(0, 100).Select(_ => AccessToken.Create().ToString())];
        Assert.Equal(100, tokens.Distinct(StringComparer.Ordinal).Count());
        Assert.All(tokens, token => Assert.Null(AccessToken.Objection(token)));
    }

    private static async Task<HttpResponseMessage> SendAsync(DashboardHost dashboard, string path, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await dashboard.Client.SendAsync(request, Cancel);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.Concat(response.Content.Headers).Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value));
}
