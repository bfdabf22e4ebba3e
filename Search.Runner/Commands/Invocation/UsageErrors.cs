using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace HyperSearch.Runner;

/// <summary>What is wrong with a command line, in words of the command line: the library's own messages name types of the program.</summary>
internal static class UsageErrors
{
    /// <summary>A message each; none where all is well.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="args">Its words as they were given.</param>
    public static IReadOnlyList<string> Of(ParseResult parsed, IReadOnlyList<string> args)
    {
        var command = parsed.CommandResult;
        var unknown = command.Command.TreatUnmatchedTokensAsErrors ? parsed.UnmatchedTokens : [];
        if (command.Command is RootCommand)
            return [unknown.Count > 0 ? UnknownVerb(command.Command, unknown[0]) : $"A verb is missing. {Verbs(command.Command)}"];
        if (command.Command.Subcommands.Count > 0)
            return [$"`{command.Command.Name}` is followed by {string.Join(" or ", command.Command.Subcommands.Select(kind => kind.Name))}{(unknown.Count > 0 ? $", but it is '{unknown[0]}'" : "")}."];
        // What stands behind an option that is not understood, or lacks its value, is understood wrongly too.
        if (unknown.FirstOrDefault(IsOption) is { } option)
            return [Unknown(command.Command, option)];
        if (Symbols(command).FirstOrDefault(symbol => HasOptionForValue(symbol, args)) is { } lacking)
            return [ErrorOf(lacking, args)!];
        var values = Symbols(command).Select(symbol => (Symbol: symbol, Message: ErrorOf(symbol, args))).Where(pair => pair.Message is not null).ToDictionary(pair => pair.Symbol, pair => pair.Message!);
        return
        [
            .. unknown.Select(token => Unknown(command.Command, token)),
            .. values.Values,
            .. parsed.Errors
                .Where(error => !IsOfUnknown(error, unknown) && !IsOf(error.SymbolResult, values) && !IsOf(error.SymbolResult?.Parent, values))
                .Select(MessageOf)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    // Those of the verb with what stands behind them.
    private static IEnumerable<SymbolResult> Symbols(CommandResult command) =>
        command.Children.Where(child => child is ArgumentResult or OptionResult { Implicit: false });

    // A value that is missing, one too many, or not of its kind.
    private static string? ErrorOf(SymbolResult symbol, IReadOnlyList<string> args)
    {
        var (name, type, arity, help) = symbol switch
        {
            OptionResult { Option: var option } => (option.Name, option.ValueType, option.Arity, option.HelpName ?? "VALUE"),
            ArgumentResult { Argument: var argument } => ($"<{argument.Name}>", argument.ValueType, argument.Arity, argument.Name),
            _ => throw new ArgumentException($"No value belongs to {symbol}.", nameof(symbol)),
        };
        if (symbol is OptionResult { IdentifierTokenCount: > 1 } given && arity.MaximumNumberOfValues <= 1)
            return $"{name} is given {given.IdentifierTokenCount} times, but takes one value.";
        if (symbol.Tokens.Count < arity.MinimumNumberOfValues || HasOptionForValue(symbol, args))
            return symbol is OptionResult ? $"{name} needs a value: {name} {help}." : null;
        return symbol.Tokens.Select(token => ErrorOf(name, token.Value, type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type)).FirstOrDefault(error => error is not null);
    }

    // The library takes the next option for the value of one whose value is missing. With "=" it is meant as the value.
    private static bool HasOptionForValue(SymbolResult symbol, IReadOnlyList<string> args) =>
        symbol is OptionResult { Option.Name: var name, Parent: CommandResult { Command: var command }, Tokens: [var value, ..] }
        && command.Options.Any(option => option.Name == value.Value) && !args.Contains($"{name}={value.Value}");

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    private static string? ErrorOf(string name, string text, Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null
                : $"{name} is {string.Join(", ", Enum.GetNames(type)[..^1]).ToLowerInvariant()} or {Enum.GetNames(type)[^1].ToLowerInvariant()}, but it is '{text}'.{EditDistance.Suggestion(text, Enum.GetNames(type).Select(option => option.ToLowerInvariant()))}";
        }

        return type == typeof(int) ? ErrorOf(name, text, int.MinValue, int.MaxValue)
            : type == typeof(long) ? ErrorOf(name, text, long.MinValue, long.MaxValue)
            : type == typeof(ulong) ? ErrorOf(name, text, 0, ulong.MaxValue)
            : null;
    }

    private static string? ErrorOf(string name, string text, BigInteger least, BigInteger most)
    {
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return $"{name} takes a whole number in digits, such as 1000, but it is '{text}'.";
        return number >= least && number <= most ? null
            : $"{name} takes a whole number from {(least < 0 ? 0 : least)} to {most}, but it is '{text}'.";
    }

    private static bool IsOf(SymbolResult? symbol, Dictionary<SymbolResult, string> values) => symbol is not null && values.ContainsKey(symbol);

    private static bool IsOfUnknown(ParseError error, IReadOnlyList<string> unknown) =>
        unknown.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)) && error.SymbolResult is CommandResult;

    private static string MessageOf(ParseError error) => error.SymbolResult switch
    {
        // A verb's argument that is missing is told of the verb.
        CommandResult command when Missing(command) is { } missing => missing,
        ArgumentResult { Parent: CommandResult command } when Missing(command) is { } missing => missing,
        _ => error.Message,
    };

    private static string? Missing(CommandResult command)
    {
        var missing = command.Command.Arguments.FirstOrDefault(argument =>
            (command.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues);
        return missing is null ? null : $"`{command.Command.Name}` needs <{missing.Name}>: {missing.Description}";
    }

    private static string UnknownVerb(Command root, string token)
    {
        if (IsOption(token))
            return Unknown(root, token);
        var verbs = root.Subcommands.Select(verb => verb.Name).ToArray();
        var near = EditDistance.Nearest(token, verbs);
        return $"There is no verb '{token}'. {(near is null ? Verbs(root) : $"Did you mean `{near}`?")}";
    }

    private static string Verbs(Command root) => $"There are: {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}.";

    private static string Unknown(Command command, string token)
    {
        if (!IsOption(token))
            return $"`{command.Name}` takes no more arguments, but there is '{token}'.";
        var option = token.Split('=')[0];
        return command is RootCommand
            ? $"There is no option '{option}' before the verb. Options come after it."
            : $"`{command.Name}` has no option '{option}'.{EditDistance.Suggestion(option, command.Options.Select(known => known.Name))}";
    }
}
