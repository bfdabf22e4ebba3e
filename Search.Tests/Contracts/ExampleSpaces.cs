using HyperSearch;

namespace Search.Tests;

/// <summary>Spaces that between them have every kind of parameter and every shape that strategies stumble over.</summary>
internal static class ExampleSpaces
{
    private static readonly Dictionary<string, Func<SearchSpace>> Spaces = new(StringComparer.Ordinal)
    {
        ["one parameter"] = () => Floats(1),
        ["fifty parameters"] = () => Floats(50),
        ["mixed"] = () => new(
            new FloatParameter("lr", 1e-6, 1e-1, Scale.Log),
            new FloatParameter("dropout", 0, 0.5, step: 0.1),
            new IntParameter("units", 4, 512, Scale.Log),
            new IntParameter("depth", 1, 5),
            new ChoiceParameter<string>("activation", ["relu", "tanh", "gelu"]),
            new OrdinalParameter<int>("batch", [16, 32, 64, 128])),
        ["choices only"] = () => new(
            new ChoiceParameter<string>("first", ["a", "b", "c", "d"]),
            new ChoiceParameter<string>("second", ["a", "b"]),
            new ChoiceParameter<bool>("third", [false, true])),
        ["single options"] = () => new(
            new ChoiceParameter<string>("optimizer", ["sgd"]),
            new FloatParameter("lr", 1e-4, 1, Scale.Log),
            new OrdinalParameter<int>("batch", [32])),
        ["conditional"] = () => SearchSpace.Trace(Network),
        ["no parameters"] = () => new(),
        ["extreme ranges"] = () => new(
            new FloatParameter("log", 1e-300, 1e300, Scale.Log),
            new FloatParameter("linear", -8e307, 8e307),
            new FloatParameter("tiny", 1, 1 + 1e-12),
            new FloatParameter("narrow log", 1, 1 + 1e-9, Scale.Log),
            new IntParameter("int", int.MinValue, int.MaxValue),
            new IntParameter("log int", 1, int.MaxValue, Scale.Log),
            new IntParameter("step", int.MinValue, int.MaxValue - 1, step: 2),
            new IntParameter("two", int.MaxValue - 1, int.MaxValue)),
    };

    private static readonly Dictionary<string, Lazy<SearchSpace>> LargeSpaces = new(StringComparer.Ordinal)
    {
        ["20,000 options"] = new(() => new(
            new ChoiceParameter<string>("word", Enumerable.Range(0, 20_000).Select(i => $"word {i}")),
            new FloatParameter("lr", 1e-4, 1, Scale.Log))),
        ["5,000 ordered options"] = new(() => new(
            new OrdinalParameter<int>("size", Enumerable.Range(0, 5_000)),
            new ChoiceParameter<int>("seed", Enumerable.Range(0, 5_000)))),
        ["1,000 numbers"] = new(() => Floats(1_000)),
        ["1,000 choices"] = new(() => new([.. Enumerable.Range(0, 1_000).Select(i => new ChoiceParameter<int>($"choice {i}", [1, 2, 3]))])),
        ["5,000 conditions deep"] = new(() => SearchSpace.Trace(Chain)),
    };

    public static IEnumerable<string> Names => Spaces.Keys;

    /// <summary>Spaces on which a model that is not careful takes minutes, or more memory than there is.</summary>
    public static IEnumerable<string> LargeNames => LargeSpaces.Keys;

    public static SearchSpace Named(string name) => Spaces.TryGetValue(name, out var make) ? make() : LargeSpaces[name].Value;

    public static SearchSpace Floats(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new FloatParameter($"x{i}", -1, 1))]);

    private static double Chain(ISuggest suggest)
    {
        var depth = 0;
        while (depth < 5_000 && suggest.Bool($"further than {depth}"))
            depth++;
        return suggest.Uniform("rate", 0, 1) * depth;
    }

    private static double Network(ISuggest suggest)
    {
        var layers = suggest.Int("layers", 1, 3);
        for (var layer = 0; layer < layers; layer++)
            suggest.LogInt($"units{layer}", 8, 256);
        var optimizer = suggest.Choice("optimizer", "sgd", "adam");
        if (optimizer == "sgd")
            suggest.Uniform("momentum", 0, 0.99);
        return suggest.LogUniform("lr", 1e-5, 1e-1);
    }
}
