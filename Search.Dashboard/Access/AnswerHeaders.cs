using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>What every answer says to browsers.</summary>
internal static class AnswerHeaders
{
    /// <summary>Nothing of an answer that is no page may run, load or be shown in another page.</summary>
    public const string StrictPolicy = "default-src 'none'; " + Always;

    /// <summary>What a page's own policy cannot say, or need not.</summary>
    public const string Always = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void Add(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = StrictPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
