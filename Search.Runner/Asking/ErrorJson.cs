using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>What went wrong, as JSON.</summary>
internal static class ErrorJson
{
    // What is wrong may be told with the text that is, which may be a request long.
    private const int MostCharacters = 2000;

    public static Action<Utf8JsonWriter> Of(Exception exception)
    {
        var (message, kind) = exception switch
        {
            RequestException wrong => (wrong.Message, wrong.Kind),
            // Told by whoever checks what it is given, with the name of what is wrong there.
            ArgumentException wrong => (wrong.ParamName is { } name ? wrong.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : wrong.Message, RequestException.OfRequest),
            OperationCanceledException => ("The session ends.", RequestException.OfStudy),
            CommandFailedException or StudyException or SpaceException or StudyChangedException or StoreException => (exception.Message, RequestException.OfStudy),
            _ => (ErrorText.InOneLine(exception), RequestException.OfStudy),
        };
        return json =>
        {
            json.WriteString("error", Passwords.Mask(message.Length <= MostCharacters ? message : string.Concat(message.AsSpan(0, MostCharacters), "…")));
            json.WriteString("kind", kind);
        };
    }
}
