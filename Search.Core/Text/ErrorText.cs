using System.Reflection;

namespace HyperSearch.Core;

/// <summary>Exceptions of any origin as text, also those that throw when they are asked for it.</summary>
public static class ErrorText
{
    private const string Cause = " ---> ";

    /// <summary>The type and the message first, then the stack. Where an exception says no more than that another was thrown, the first line has both.</summary>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (Ask(exception.ToString) is not { Length: > 0 } text)
            return $"{InOneLine(exception)}{Environment.NewLine}{Ask(() => exception.StackTrace)}".TrimEnd();
        var cause = exception is TypeInitializationException or TargetInvocationException
            ? text.IndexOf(Environment.NewLine + Cause, StringComparison.Ordinal)
            : -1;
        return cause < 0 ? text : text.Remove(cause, Environment.NewLine.Length);
    }

    /// <summary>The type and the message, and those of the exceptions that it was caused by.</summary>
    public static string InOneLine(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        IEnumerable<Exception> causes = exception is AggregateException several ? several.InnerExceptions
            : exception.InnerException is { } inner ? [inner]
            : [];
        var message = Ask(() => exception.Message) ?? "(its message cannot be read)";
        return $"{exception.GetType()}: {message.ReplaceLineEndings(" ")}{string.Concat(causes.Select(cause => Cause + InOneLine(cause)))}";
    }

    private static string? Ask(Func<string?> text)
    {
        try
        {
            return text();
        }
#pragma warning disable CA1031 // Whatever it is, the exception that was asked is what matters.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
