using System.CommandLine;
using System.Text.RegularExpressions;
using HyperSearch;
using HyperSearch.Dashboard;
using HyperSearch.Runner;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>What the README says is so.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] OfTool = ["new", "predict", "tune", "launch", "dashboard"];

    // Of other programs.
    private static readonly string[] OtherOptions = ["--project", "--samplers", "--output", "--global", "--add-source", "--lr", "--dropout", "--layers", "--units", "--act", "--batch", "--bias"];

    [Fact]
    public async Task Its_verbs_are_those_that_there_are()
    {
        var root = await CommandRun.OfAsync(Studies.Create(), "--help");
        var verbs = VerbOfHelp().Matches(root.Out[root.Out.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups["verb"].Value).Concat(OfTool);

        Assert.Equal(verbs.Order(StringComparer.Ordinal), ReadmeText.FirstCells("| verb | does |").Select(cell => cell.Trim('`').Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_options_are_those_of_some_verb_or_measurement()
    {
        var study = new Study<int>("study") { Goal = Goal.Minimize("x"), Space = suggest => suggest.Int("x", 1, 2), Objective = (x, _, _) => x, Pruner = new MedianPruner(), Options = [new("data", "", "")] };
        var known = new HashSet<string>(OtherOptions, StringComparer.Ordinal);
        foreach (var verb in ReadmeText.FirstCells("| verb | does |").Select(cell => cell.Trim('`').Split(' ')[0]).Where(verb => !OfTool.Contains(verb)))
            known.UnionWith(Option().Matches((await CommandRun.OfAsync(study, verb, "--help")).Out).Select(match => match.Value));
        foreach (var command in (Command[])[NewCommand.Create(Output.ForProcess()), PredictCommand.Create(Output.ForProcess()), TuneCommand.Create(Output.ForProcess()), DashboardCommand.Create(Output.ForProcess(), new(DashboardHost.Page))])
            known.UnionWith(command.Options.Select(option => option.Name));
        foreach (var command in LaunchCommand.Create(Output.ForProcess()).Subcommands)
            known.UnionWith(command.Options.Select(option => option.Name));
        var measurements = string.Concat(Directory.EnumerateFiles(ProjectTests.FolderOf("Search.Benchmarks"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));

        Assert.All(Option().Matches(ReadmeText.Whole).Select(match => match.Value).Distinct(), option =>
            Assert.True(known.Contains(option) || measurements.Contains($"\"{option[2..]}\"", StringComparison.Ordinal) || measurements.Contains($"\"{option}\"", StringComparison.Ordinal), option));
    }

    [Fact]
    public void Its_measurements_are_commands_that_there_are()
    {
        var program = File.ReadAllText(Path.Combine(ProjectTests.FolderOf("Search.Benchmarks"), "Program.cs"));

        Assert.All(ReadmeText.FirstCells("| command | measures |"), cell => Assert.Contains($"\"{cell.Trim('`').Split(' ', ',', '`')[0]}\"", program, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_code_is_compiled_with_the_tests()
    {
        var compiled = Blanks().Replace(File.ReadAllText(Path.Combine(ProjectTests.FolderOf("Search.Tests"), "Readme", "ReadmeSnippets.cs")), "");
        var snippets = ReadmeText.Code.Where(code => code.StartsWith("suggest.", StringComparison.Ordinal) || code.StartsWith("trial.", StringComparison.Ordinal) || code.StartsWith("study.", StringComparison.Ordinal)
            || code.Contains(" = ", StringComparison.Ordinal)).Where(code => !code.Contains("lr=", StringComparison.Ordinal)).ToArray();

        Assert.True(snippets.Length > 10);
        Assert.All(snippets, snippet => Assert.All(snippet.Split('…'), part => Assert.Contains(Blanks().Replace(part, ""), compiled, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_types_and_members_that_it_names_are_public()
    {
        var types = typeof(Study).Assembly.ExportedTypes.Concat(typeof(RandomSearch).Assembly.ExportedTypes).Concat(typeof(StudyApp).Assembly.ExportedTypes).ToArray();
        var names = types.Select(type => type.Name.Split('`')[0]).Concat(types.SelectMany(type => type.GetMembers()).Select(member => member.Name)).Append("HyperSearch").ToHashSet(StringComparer.Ordinal);

        Assert.All(ReadmeText.Code.Select(code => code.Split('(')[0]).Where(code => TypeName().IsMatch(code)), name => Assert.Contains(name, names));
    }

    [Fact]
    public void Its_links_lead_to_files() =>
        Assert.All(Link().Matches(ReadmeText.Whole).Select(match => match.Groups["file"].Value).Where(link => !link.StartsWith("https://", StringComparison.Ordinal)),
            file => Assert.True(Path.Exists(ProjectTests.FolderOf(file)), file));

    [GeneratedRegex(@"^  (?<verb>[a-z]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VerbOfHelp();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+", RegexOptions.None, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"^[A-Z][a-z]+[A-Z]\w+$", RegexOptions.None, 1000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\]\((?<file>[^)#]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
