using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class ManualSearchTests : StrategyContract
{
    private static readonly SearchSpace Space = new(
        new FloatParameter("lr", 1e-4, 1, Scale.Log),
        new ChoiceParameter<string>("activation", ["relu", "tanh"]));

    // An empty setting is the middle of any space.
    protected override bool EndsByItself => true;

    protected override IStrategy Create() => new ManualSearch([], [], []);

    [Fact]
    public void Settings_are_proposed_in_their_order_then_nothing()
    {
        Setting[] settings = [new() { { "lr", 0.1 }, { "activation", "tanh" } }, new() { { "lr", 0.01 }, { "activation", "relu" } }];
        var rehearsal = Rehearse();

        Assert.False(rehearsal.Run(new ManualSearch(settings), 5, workers: 2));
        Assert.Equal(["lr=0.1 activation=tanh", "lr=0.01 activation=relu"], Values(rehearsal));
    }

    [Fact]
    public void What_a_setting_leaves_out_has_its_default_else_the_middle_of_its_range()
    {
        var rehearsal = Rehearse();

        rehearsal.Run(new ManualSearch(new Setting { { "lr", 0.1 } }, []) { Defaults = new() { { "activation", "tanh" } } }, 2);

        Assert.Equal(["lr=0.1 activation=tanh", "lr=0.01 activation=tanh"], Values(rehearsal));
    }

    [Fact]
    public void A_setting_that_stands_twice_is_tried_twice_and_one_that_was_queued_not_again()
    {
        var setting = new Setting { { "lr", 0.1 } };
        var rehearsal = Rehearse();
        rehearsal.Enter(Space.Complete(setting));

        rehearsal.Run(new ManualSearch(setting, setting), 5);

        Assert.Equal(2, rehearsal.Log.Count);
    }

    [Fact]
    public void A_value_outside_the_space_is_refused_with_the_setting_and_the_bound()
    {
        var exception = Assert.Throws<SpaceException>(() => Rehearse().Run(new ManualSearch([], new Setting { { "lr", 2 } }), 1));

        Assert.Equal("Setting 2 (lr=2): Parameter 'lr': `0.0001 <= value <= 1` must hold, but the value is 2.", exception.Message);
    }

    [Fact]
    public void A_parameter_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains("no parameter 'rate'. It has lr, activation", Assert.Throws<SpaceException>(
            () => Rehearse().Run(new ManualSearch(new Setting { { "rate", 2 } }), 1)).Message);

    [Theory]
    [InlineData("settings.json", """[{"lr": 0.1, "activation": "tanh"}, {"lr": null}, {"activation": "tanh"}]""")]
    [InlineData("settings.csv", "lr,activation\n1e-1,tanh\n,\n, tanh\n")]
    public void Settings_are_read_from_a_file(string name, string text)
    {
        var rehearsal = Rehearse();

        rehearsal.Run(new ManualSearch(ReadFile(name, text)), 3);

        Assert.Equal(["lr=0.1 activation=tanh", "lr=0.01 activation=relu", "lr=0.01 activation=tanh"], Values(rehearsal));
    }

    [Theory]
    [InlineData("settings.json", "{\"lr\": 1}", "settings are an array of objects")]
    [InlineData("settings.json", "[1]", "setting 1: a setting is an object")]
    [InlineData("settings.json", "[{\"lr\": [1]}]", "the value of 'lr' must be a number, a text, true or false, but it is an array")]
    [InlineData("settings.json", "[{\"lr\": 1", "is not JSON")]
    [InlineData("settings.csv", "", "its first line must name the parameters")]
    [InlineData("settings.csv", "lr,activation\n1\n", "line 2: the first line names 2 parameters, but this one has 1 values")]
    [InlineData("settings.json", "[{\"lr\": 1}, {\"lr\": 1, \"lr\": 2}]", "setting 2: A setting has one value for each parameter, but 'lr' is given twice: 1 and 2")]
    [InlineData("settings.json", "[\n{\"lr\": NaN}]", "settings.json', line 2, is not JSON")]
    [InlineData("settings.json", "[{\"lr\": 1e999}]", "setting 1: the value of 'lr' must be a finite number, but it is 1e999")]
    [InlineData("settings.json", "[{\"lr\": \"\\ud800\"}]", "setting 1: names and texts must be whole characters")]
    [InlineData("settings.json", "[{\"\\ud800\": 1}]", "setting 1: names and texts must be whole characters")]
    [InlineData("settings.json", "", "line 1, is not JSON")]
    [InlineData("settings.csv", "lr,lr\n1,2\n", "line 1: each parameter is named once, but 'lr' is named twice")]
    [InlineData("settings.csv", "lr,\n1,2\n", "line 1: each column must name a parameter")]
    [InlineData("settings.csv", "lr,activation\n1,\"relu\n", "is not CSV")]
    [InlineData("settings.csv", "lr\n1\"2\"\n", "is not CSV")]
    [InlineData("settings.txt", "lr=1", "ends in .json or .csv")]
    public void A_file_of_another_form_is_refused_with_the_place(string name, string text, string message) =>
        Assert.Contains(message, Assert.Throws<SpaceException>(() => ReadFile(name, text)).Message);

    public static TheoryData<string> Oversized => [.. OversizedFiles.Keys];

    private static readonly Dictionary<string, (string Name, Func<string> Text, string Message)> OversizedFiles = new(StringComparer.Ordinal)
    {
        ["bytes"] = ("settings.csv", () => "lr\n" + new string('\n', 17_000_000), "has at most 16 MiB"),
        ["settings"] = ("settings.json", () => "[" + string.Concat(Enumerable.Repeat("{},", 100_001)) + "]", "setting 100001: a file has at most 100,000 settings"),
        ["name"] = ("settings.json", () => $"[{{\"{new string('a', 10_001)}\": 1}}]", "setting 1: a name and a value have at most 10,000 characters"),
        ["value"] = ("settings.csv", () => "lr\n" + new string('1', 10_001), "line 2: a name and a value have at most 10,000 characters"),
        ["depth"] = ("settings.json", () => new('[', 1_000_000), "line 1, is not JSON"),
        ["depth of a value"] = ("settings.json", () => "[{\"lr\": " + string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000)), "line 1, is not JSON"),
    };

    [Theory, MemberData(nameof(Oversized))]
    public void What_is_too_large_is_refused_in_a_short_message(string what)
    {
        var (name, text, message) = OversizedFiles[what];

        var exception = Assert.Throws<SpaceException>(() => ReadFile(name, text()));

        Assert.Contains(message, exception.Message);
        Assert.InRange(exception.Message.Length, 1, 500);
    }

    /// <summary>Truncated, with bytes changed, or of bytes alone: a list of settings or the one exception, never another.</summary>
    [Theory]
    [InlineData("settings.json", """[{"lr": 0.1, "activation": "tanh"}, {"lr": null}, {"x": true, "y": [1, {"a": "b"}]}]""")]
    [InlineData("settings.csv", "lr,activation\n1e-1,tanh\n\"a \"\"b\"\"\",\n, tanh\n")]
    public void Whatever_is_in_a_file_there_is_one_kind_of_exception(string name, string text)
    {
        var random = new RandomStream(5, 0, StreamPurpose.Setup);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            for (var changes = random.NextInt(4); changes > 0; changes--)
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            if (Record.Exception(() => ReadFile(name, bytes[..random.NextInt(bytes.Length + 1)])) is not { } exception)
                continue;
            refused++;
            Assert.IsType<SpaceException>(exception);
            Assert.Contains($"{name}'", exception.Message, StringComparison.Ordinal);
        }
        Assert.InRange(refused, 50, 500);
    }

    private static IReadOnlyList<Setting> ReadFile(string name, string text) => ReadFile(name, System.Text.Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<Setting> ReadFile(string name, byte[] bytes)
    {
        var folder = Directory.CreateTempSubdirectory("settings");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(path, bytes);
            return SettingsFile.Read(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Rehearsal Rehearse() => new(new("manual", Space, Goal.Minimize("loss"), 0), _ => TrialResult.Complete(1));

    private static IEnumerable<string> Values(Rehearsal rehearsal) =>
        rehearsal.Started.Select(trial => new Setting(Space.ValuesOf(trial.Point)).ToString());
}
