using System.CommandLine;
using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Options that take a number, or pairs such as NAME=NUMBER, which may be given several times.</summary>
internal static class PairOption
{
    /// <summary>A number, which may be <c>nan</c> or infinite: what a training came to.</summary>
    public static Option<double?> CreateNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var number = ParseNumber(result.Tokens[0].Value);
            if (number is null)
                result.AddError($"{name} takes a number such as 0.93, but it is '{result.Tokens[0].Value}'.");
            return number;
        },
    };

    /// <summary>Steps, each with what was measured at it.</summary>
    public static Option<(int Step, double Value)[]> CreateSteps(string name, string description) => Create(name, description, "STEP=VALUE", "3=0.93", text =>
        Split(text, text.IndexOf('=', StringComparison.Ordinal)) is var (left, right) && ParseStep(left) is { } step && ParseNumber(right) is { } value ? (step, value) : ((int, double)?)null);

    /// <summary>Names, each with a number.</summary>
    public static Option<(string Name, double Value)[]> CreateNamed(string name, string description) => Create(name, description, "NAME=VALUE", "ms=3.2", text =>
        Split(text, text.LastIndexOf('=')) is var (left, right) && left.Length > 0 && ParseNumber(right) is { } value ? (left, value) : ((string, double)?)null);

    /// <summary>Names of metrics, each with a limit, which is finite.</summary>
    public static Option<(string Name, double Value)[]> CreateLimits(string name, string description) => Create(name, description, "METRIC=X", "ms=20", text =>
        Split(text, text.LastIndexOf('=')) is var (left, right) && left.Length > 0 && ParseNumber(right) is { } value && double.IsFinite(value) ? (left, value) : ((string, double)?)null);

    /// <summary>A step and a file.</summary>
    public static Option<(int Step, string File)[]> CreateFile(string name, string description) => Create(name, description, "STEP=FILE", "3=state.bin", text =>
        Split(text, text.IndexOf('=', StringComparison.Ordinal)) is var (left, right) && ParseStep(left) is { } step && right.Length > 0 ? (step, right) : ((int, string)?)null);

    private static Option<T[]> Create<T>(string name, string description, string form, string example, Func<string, T?> parse) where T : struct => new(name)
    {
        Description = description,
        HelpName = form,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var pairs = new List<T>();
            foreach (var token in result.Tokens)
            {
                if (parse(token.Value) is { } pair)
                    pairs.Add(pair);
                else
                    result.AddError($"{name} takes {form} such as {example}, but it is '{token.Value}'.");
            }
            return [.. pairs];
        },
        Arity = ArgumentArity.OneOrMore,
    };

    private static (string Left, string Right)? Split(string text, int at) => at < 0 ? null : (text[..at], text[(at + 1)..]);

    private static int? ParseStep(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step) ? step : null;

    private static double? ParseNumber(string text) => text.TrimStart('+').ToLowerInvariant() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var other => double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
