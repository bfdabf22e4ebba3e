using Search.Core;

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
    };

    public static IEnumerable<string> Names => Spaces.Keys;

    public static SearchSpace Named(string name) => Spaces[name]();

    public static SearchSpace Floats(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new FloatParameter($"x{i}", -1, 1))]);

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
