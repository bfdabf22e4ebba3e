using HyperSearch.Core;
using HyperSearch.Runner;
using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>Answers every request: first who may ask, then what is asked for; an error is an answer too.</summary>
/// <param name="rules">Who may ask.</param>
/// <param name="answers">What is answered.</param>
/// <param name="report">Told of errors of the server's own.</param>
internal sealed class Answering(RequestRules rules, StudyAnswers answers, Action<string> report)
{
    public async Task AnswerAsync(HttpContext context)
    {
        AnswerHeaders.Add(context.Response.Headers);
        try
        {
            rules.Require(context.Request);
            if (rules.KeepTokenOfAddress(context))
                return;
            await answers.AnswerAsync(context);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more, or the server ends.
        }
        catch (RefusedException refusal)
        {
            await TellAsync(context, refusal.Status, refusal.Message);
        }
        catch (SelectionException exception)
        {
            await TellAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception) when (exception is StoreException or StudyChangedException)
        {
            await TellAsync(context, StatusCodes.Status503ServiceUnavailable, Passwords.Mask(exception.Message));
        }
        catch (Exception exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            report(Passwords.Mask(ErrorText.Of(exception)));
            await TellAsync(context, StatusCodes.Status500InternalServerError, "The server made a mistake; where it runs it says which.");
        }
    }

    private static async Task TellAsync(HttpContext context, int status, string message)
    {
        // What has begun cannot be taken back: it ends short, so that it is not taken for whole.
        if (context.Response.HasStarted)
            context.Abort();
        else
            await context.WriteErrorAsync(status, message);
    }
}
