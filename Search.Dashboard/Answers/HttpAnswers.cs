using System.Text.Json;
using HyperSearch.Runner;
using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>Writes answers.</summary>
internal static class HttpAnswers
{
    public const string Json = "application/json; charset=utf-8";

    /// <summary>JSON that is made for this request.</summary>
    public static Task WriteJsonAsync(this HttpContext context, Action<Utf8JsonWriter> write) =>
        context.WriteAsync(PageContent.OfJson("", write), Json);

    /// <summary>What was made for many; nothing where whoever asks has it already.</summary>
    public static async Task WriteAsync(this HttpContext context, PageContent content, string type)
    {
        var (request, response) = (context.Request, context.Response);
        if (content.Tag.Length > 0)
        {
            var tag = $"\"{content.Tag}\"";
            response.Headers.ETag = tag;
            if (request.Headers.IfNoneMatch.Contains(tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        response.ContentType = type;
        response.Headers.Vary = "Accept-Encoding";
        if (TakesPacked(request))
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = content.Packed.Length;
            await response.Body.WriteAsync(content.Packed, context.RequestAborted);
            return;
        }
        await using var unpacked = content.Unpack();
        await unpacked.CopyToAsync(response.Body, context.RequestAborted);
    }

    /// <summary>Why there is no other answer.</summary>
    public static async Task WriteErrorAsync(this HttpContext context, int status, string message)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "GET, HEAD";
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        await context.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("error", SafeText.Line(message));
            json.WriteEndObject();
        });
    }

    private static bool TakesPacked(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Any(one => one.Split(';') is [var name, .. var rest] && name.Trim() is "gzip" or "*" && !rest.Any(quality => quality.Trim() is "q=0"));
}
