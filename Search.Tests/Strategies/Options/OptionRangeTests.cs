using System.Globalization;
using System.Reflection;
using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>
/// Every number that a public strategy or pruner can be given, in a property or a constructor: it is refused by name, or works.
/// Found by reflection, so that a new one cannot be forgotten.
/// </summary>
public sealed class OptionRangeTests
{
    private static readonly double[] Values = [0, -1, 1, int.MinValue, int.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -0.5];

    private static readonly Type[] Types =
    [
        .. typeof(RandomSearch).Assembly.GetExportedTypes().Where(type => !type.IsAbstract
            && (type.IsAssignableTo(typeof(IStrategy)) || type.IsAssignableTo(typeof(IPruner)))),
    ];

    /// <summary>What is slow and not wrong: that many points are drawn, as was asked for.</summary>
    private static readonly string[] Unbounded = ["Tpe.Candidates", "GaussianProcessSearch.GlobalPoints"];

    public static TheoryData<string> Options => [.. All().Select(option => option.Name)];

    [Theory, MemberData(nameof(Options))]
    public void An_option_is_refused_by_name_with_the_rule_and_the_value_or_works(string name)
    {
        var (_, type, set) = All().First(option => option.Name == name);
        foreach (var value in Values.Where(value => value < int.MaxValue || !Unbounded.Contains(name)))
        {
            if (Converted(value, type) is not { } given)
                continue;
            var exception = Record.Exception(() => Use(set(given)));
            // A grid says that this option makes it too large.
            if (exception is null || exception is SpaceException { Message: var message } && message.Contains("at most MostPoints", StringComparison.Ordinal))
                continue;
            var refused = Assert.IsType<ArgumentOutOfRangeException>(exception);
            Assert.Equal(name.Split('.')[1], refused.ParamName);
            var text = string.Create(CultureInfo.InvariantCulture, $"must hold, but {refused.ParamName}={given}.");
            Assert.Contains(text, refused.Message, StringComparison.Ordinal);
            Assert.StartsWith("`", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_options_that_made_strategies_divide_by_zero_are_refused()
    {
        Assert.Equal("`1 <= RandomEvery` must hold, but RandomEvery=0. (Parameter 'RandomEvery')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ForestSearch { RandomEvery = 0 }).Message);
        Assert.Equal("`1 <= RoundLength` must hold, but RoundLength=0. (Parameter 'RoundLength')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Narrowing(new RandomSearch()) { RoundLength = 0 }).Message);
    }

    [Fact]
    public void All_strategies_and_pruners_are_walked() =>
        Assert.Superset(new HashSet<string> { "ForestSearch.RandomEvery", "Narrowing.RoundLength", "GridSearch.levels", "GridSearch.MostPoints", "GaussianProcessSearch.GlobalPoints", "HyperbandPruner.eta", "SuccessiveHalvingPruner.r" },
            All().Select(option => option.Name).ToHashSet());

    private static IEnumerable<(string Name, Type Type, Func<object, object> Set)> All()
    {
        foreach (var type in Types)
        {
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && IsNumber(property.PropertyType)))
            {
                yield return ($"{type.Name}.{property.Name}", property.PropertyType, value =>
                {
                    var made = Make(type, null, null);
                    property.SetValue(made, value, BindingFlags.DoNotWrapExceptions, null, null, null);
                    return made;
                }
                );
            }
            foreach (var parameter in Constructor(type).GetParameters().Where(parameter => IsNumber(parameter.ParameterType)))
                yield return ($"{type.Name}.{parameter.Name}", parameter.ParameterType, value => Make(type, parameter, value));
        }
    }

    private static ConstructorInfo Constructor(Type type) => Assert.Single(type.GetConstructors());

    private static object Make(Type type, ParameterInfo? given, object? value) => Constructor(type).Invoke(BindingFlags.DoNotWrapExceptions, null,
        [.. Constructor(type).GetParameters().Select(parameter => parameter == given ? value : Usual(parameter))], null);

    private static object? Usual(ParameterInfo parameter) => parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.ParameterType == typeof(IStrategy) ? new RandomSearch()
        : parameter.ParameterType == typeof(IReadOnlyList<Setting>) ? new Setting[] { [], [] }
        : Converted(9, parameter.ParameterType);

    private static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain == typeof(int) || plain == typeof(long) || plain == typeof(double));

    // Null where the type does not have the value.
    private static object? Converted(double value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(double) ? value : value != Math.Truncate(value) || double.IsInfinity(value) ? null : Convert.ChangeType(value, plain, CultureInfo.InvariantCulture);
    }

    private static void Use(object made)
    {
        var study = new StudyDefinition("options", ExampleSpaces.Named("mixed"), Goal.Minimize("loss"), 3);
        if (made is IStrategy strategy)
        {
            var rehearsal = new Rehearsal(study, trial => TrialResult.Complete(trial.Number % 5));
            rehearsal.Run(strategy, 25, workers: 2);
            Assert.NotEmpty(rehearsal.Proposals);
            return;
        }
        var log = new HistoryLog(study);
        for (var number = 0; number < 12; number++)
            log.Add(Reporting(number, number % 3 == 0 ? TrialState.Pruned : TrialState.Complete, 3 + number));
        var pruner = (IPruner)made;
        for (var steps = 1; steps < 12; steps++)
            _ = pruner.ShouldStop(Reporting(12, TrialState.Running, steps), log.Live());
        if (pruner is IPromotingPruner promoting)
            Assert.All(promoting.Promotable(log.Live()), trial => Assert.Equal(TrialState.Pruned, trial.State));

        Trial Reporting(int number, TrialState state, int steps) => new(number, state, study.Space.Complete(new double[study.Space.Count]))
        {
            Value = state == TrialState.Running ? null : number,
            Measurements = [.. Enumerable.Range(1, steps).Select(step => new Measurement(step, number + 1.0 / step))],
        };
    }
}
