using System.Reflection;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Every exception has a text, whatever it does when it is asked for one.</summary>
public sealed class ErrorTextTests
{
    [Fact]
    public void The_message_comes_first_and_then_the_stack()
    {
        var text = ErrorText.Of(Thrown(new FormatException("no number")));

        Assert.StartsWith($"System.FormatException: no number{Environment.NewLine}   at {typeof(ErrorTextTests)}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_cannot_be_asked_is_named_with_its_type_and_its_stack()
    {
        var text = ErrorText.Of(Thrown(new Silent()));

        Assert.StartsWith($"{typeof(Silent)}: (its message cannot be read){Environment.NewLine}   at {typeof(ErrorTextTests)}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_does_one_hide_that_was_the_cause_of_another() =>
        Assert.StartsWith($"System.AggregateException: (its message cannot be read) ---> {typeof(Silent)}: (its message cannot be read) ---> System.FormatException: no number",
            ErrorText.Of(new AggregateException(new Silent(), new FormatException("no number"))), StringComparison.Ordinal);

    [Fact]
    public void An_exception_that_only_says_that_another_was_thrown_has_that_in_its_first_line()
    {
        var inner = new FileNotFoundException("no weights");

        Assert.Equal(["System.TypeInitializationException: The type initializer for 'Net' threw an exception. ---> System.IO.FileNotFoundException: no weights"],
            ErrorText.Of(new TypeInitializationException("Net", inner)).Split(Environment.NewLine).Take(1));
        Assert.Contains(" ---> System.IO.FileNotFoundException: no weights", ErrorText.Of(new TargetInvocationException(inner)).Split(Environment.NewLine)[0], StringComparison.Ordinal);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private sealed class Silent : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }
}
