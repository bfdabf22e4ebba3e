using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>Who may ask for what, before anything is looked at.</summary>
/// <param name="hosts">The server's names.</param>
/// <param name="token">What one must know to be answered; null for nothing.</param>
internal sealed class RequestRules(HostNames hosts, AccessToken? token)
{
    private const string Bearer = "Bearer ";

    /// <summary>Refuses what comes from elsewhere, would change something, or does not have the token.</summary>
    /// <exception cref="RefusedException">The request is refused.</exception>
    public void Require(HttpRequest request)
    {
        if (!hosts.Has(request.Host.Host))
            throw new RefusedException(StatusCodes.Status421MisdirectedRequest, "This server is asked for under a name that is not its own. Start it with --host NAME where it has that name.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            throw new RefusedException(StatusCodes.Status405MethodNotAllowed, "Nothing can be changed here: ask with GET or HEAD.");
        if (!IsFromHere(request))
            throw new RefusedException(StatusCodes.Status403Forbidden, "Pages of other sites may not ask this server.");
        if (token is not null && !token.Is(GivenToken(request)))
            throw new RefusedException(StatusCodes.Status401Unauthorized, "This server wants its token: open the address that it printed, with ?token=…, or send it as `Authorization: Bearer …`.");
    }

    /// <summary>Has a browser that gave the token in its address keep it as a cookie, and ask again without it.</summary>
    /// <returns>Whether that is the answer.</returns>
    public bool KeepTokenOfAddress(HttpContext context)
    {
        if (token is null || context.Request.Path != "/" || !context.Request.Query.ContainsKey(AccessToken.Parameter))
            return false;
        context.Response.Cookies.Append(CookieOf(context.Request), token.ToString(), new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        context.Response.Redirect("/");
        return true;
    }

    /// <summary>The token in the request's header, its cookie, or the page's address; null where it has none.</summary>
    private static string? GivenToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
        : request.Path == "/" && request.Query[AccessToken.Parameter] is [{ } given] ? given
        : request.Cookies[CookieOf(request)];

    // Servers on other ports of a host share its cookies.
    private static string CookieOf(HttpRequest request) => $"{AccessToken.Cookie}-{request.HttpContext.Connection.LocalPort}";

    // Browsers say where a request comes from; other programs need not. A link to the page may stand anywhere.
    private static bool IsFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isLink = request.Path == "/" && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        var origin = request.Headers.Origin.ToString();
        return (site is "" or "same-origin" or "none" || isLink) && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host.Value}");
    }
}
