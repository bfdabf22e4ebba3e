using HyperSearch;
using HyperSearch.Strategies;

namespace Search.Tests;

public sealed class ReportAsSettingsTests
{
    private static readonly string[] Kinds = ["=1+1", "+a", "-b", "@c", "\td", "'=e", "'f", " g ", "h,\"i\"\r\nj", "\e[31mk", "-1"];

    [Fact]
    public async Task A_report_as_csv_is_read_back_as_settings_whatever_the_options_are_called()
    {
        using var folder = new TemporaryFolder();
        var first = await CommandRun.OfAsync(Create(), "run", "--store", folder.File("a.db"), "--format", "csv", "--best", "99");
        await File.WriteAllTextAsync(folder.File("best.csv"), first.Out);

        var second = await CommandRun.OfAsync(Create(), "run", "--store", folder.File("b.db"), "--settings", folder.File("best.csv"), "--format", "csv", "--best", "99");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("'=1+1", first.Out, StringComparison.Ordinal);
        Assert.Contains("'=rate", first.Out, StringComparison.Ordinal);
        Assert.Equal(await SettingsAsync(folder, first.Out), await SettingsAsync(folder, second.Out));
        Assert.Equal(Kinds.Length, (await SettingsAsync(folder, second.Out)).Distinct().Count());
    }

    // Without what differs between two runs: number and time.
    private static async Task<IEnumerable<string>> SettingsAsync(TemporaryFolder folder, string csv)
    {
        await File.WriteAllTextAsync(folder.File("read.csv"), csv);
        return SettingsFile.Read(folder.File("read.csv")).Select(setting => new Setting(setting.Where(value => value.Key is not ("number" or "seconds"))).ToString());
    }

    // Each kind once, so that the scores tell them apart.
    private static Study<(string Kind, double Rate)> Create() => new("csv")
    {
        Goal = Goal.Minimize("loss"),
        Space = suggest => (suggest.Choice("kind", Kinds), suggest.Uniform("=rate", -1, 1, step: 1)),
        Objective = (settings, _, _) => Array.IndexOf(Kinds, settings.Kind) - 0.5,
        Strategy = new ManualSearch([.. Kinds.Select(kind => new Setting { { "kind", kind }, { "=rate", -1 } })]),
        Budget = new(Kinds.Length),
    };
}
