using System.Xml.Linq;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

public sealed class StudyPlotTests
{
    private static readonly string[] Kinds = ["History", "Curves", "Slice"];

    private static readonly string[] Elements = ["svg", "title", "g", "line", "polyline", "rect", "circle", "path", "text"];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Spaces => [.. ExampleSpaces.Names.Concat(ExampleSpaces.LargeNames)];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_study_of_any_space_has_pictures_of_bounded_size_that_are_always_the_same(string space)
    {
        var data = PlotStudies.Of(ExampleSpaces.Named(space), 30, 5, space);
        foreach (var kind in Kinds.Where(kind => kind != "Slice" || data.Study.Space.Count > 0))
        {
            var drawn = Draw(kind, data);

            Assert.InRange(drawn.Length, 1000, 200_000);
            Assert.Equal(drawn, Draw(kind, data));
            Assert.All(XDocument.Parse(drawn).Descendants().Attributes(), attribute => Assert.DoesNotContain("NaN", attribute.Value, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("History", "4,000 of 100,000 trials shown")]
    [InlineData("Curves", "200 of 85,695 other curves shown")]
    [InlineData("Slice", "points shown")]
    public void One_of_100_000_trials_is_bounded_too_and_says_what_it_leaves_out(string kind, string note)
    {
        var drawn = Draw(kind, PlotStudies.Of(PlotStudies.Conditional, 100_000, 20, "large"));

        Assert.InRange(drawn.Length, 20_000, 400_000);
        Assert.Matches(note.Replace("4,000", @"[23],\d\d\d", StringComparison.Ordinal), string.Join('\n', Texts(drawn)));
    }

    [Fact]
    public void Hostile_names_are_texts_and_nothing_else()
    {
        foreach (var name in HostileNames.All.Concat(["<script>alert(1)</script>", "\ud800", "a\udc00b", "\uffff\ufffe", "\e[31m\0\u0001\u2028", "]]>&lt;\"'"]))
        {
            var space = new SearchSpace(new FloatParameter("x" + name.Replace('\0', '0'), 0, 1), new ChoiceParameter<string>("choice", [CanBeOption(name) ? name : "option", "other"]));
            foreach (var kind in Kinds)
            {
                var document = XDocument.Parse(Draw(kind, PlotStudies.Of(space, 10, 2, name)));

                Assert.StartsWith(SvgText.Line(name), document.Root!.Element(Svg + "title")!.Value, StringComparison.Ordinal);
                Assert.All(document.Descendants(), element => Assert.Contains(element.Name.LocalName, Elements));
                Assert.All(document.Descendants(Svg + "text"), text => Assert.DoesNotContain(text.Value, character => char.IsControl(character) || character is '\u202e' or '\u2028'));
                Assert.All(document.Descendants().Attributes(), attribute => Assert.DoesNotContain("script", attribute.Value + attribute.Name, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_trial_without_a_parameter_is_counted_there_and_not_drawn()
    {
        var data = PlotStudies.Of(PlotStudies.Conditional, 60, 0, "conditions");
        var has = data.Study.Space.Parameters.Select((_, i) => data.Trials.Count(trial => trial.Point.IsActive(i))).ToArray();

        var drawn = Draw("Slice", data);

        Assert.Contains(has, count => count < 60);
        Assert.Equal(has.Sum(), Points(drawn));
        Assert.Equal(has.Where(count => count < 60).Select(count => $"not in {60 - count} of 60 trials"), Texts(drawn).Where(text => text.StartsWith("not in", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_score_that_is_far_worse_than_the_others_does_not_make_them_a_line()
    {
        var data = PlotStudies.Of(PlotStudies.Conditional, 60, 1, "diverged");
        Trial[] trials = [.. data.Trials.Select(trial => trial.Number == 30 ? trial with { Value = -1e30 } : trial)];

        var texts = Texts(Draw("History", new(data.Study, trials, data.Best, data.BestName))).ToArray();

        Assert.Contains("1 with values beyond the axis, drawn at its edge", texts);
        Assert.DoesNotContain(texts, text => text.Contains("e30", StringComparison.Ordinal));
    }

    [Fact]
    public void The_best_stand_out_however_many_points_there_are()
    {
        var data = PlotStudies.Of(PlotStudies.Conditional, 20_000, 7, "best");

        var best = XDocument.Parse(Draw("History", data)).Descendants(Svg + "g").Last(group => (string?)group.Attribute("fill") == PlotColors.Orange);

        Assert.Equal(7, best.Elements().Count());
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        var none = PlotStudies.Of(PlotStudies.Conditional, 0, 5, "empty");
        var failed = new StudyPlotData(none.Study, [new(0, TrialState.Failed, PlotStudies.Of(PlotStudies.Conditional, 1, 0, "").Trials[0].Point) { FinishOrder = 0 }], [], "");

        Assert.Equal("The history needs a trial with a score, but none of 0 has one.", Refusal("History", none));
        Assert.Equal("The history needs a trial with a score, but none of 1 has one.", Refusal("History", failed));
        Assert.Equal("Learning curves need a trial that has reported values while it ran, but none of 1 has.", Refusal("Curves", failed));
        Assert.Equal("Slices need a trial with a score, but none of 1 has one.", Refusal("Slice", failed));
        Assert.Equal("Slices need a parameter, but the study has none.", Refusal("Slice", PlotStudies.Of(new(), 5, 1, "nothing")));
    }

    private static bool CanBeOption(string name) => !name.Any(unit => unit == '\0' || char.IsSurrogate(unit));

    private static string Draw(string kind, StudyPlotData data) => StudyPlot.Draw(Enum.Parse<PlotKind>(kind), data);

    private static string Refusal(string kind, StudyPlotData data) => Assert.Throws<PlotException>(() => Draw(kind, data)).Message;

    private static IEnumerable<string> Texts(string drawn) => XDocument.Parse(drawn).Descendants(Svg + "text").Select(text => text.Value);

    // Without those of the legend, which stand alone in their groups before any axis.
    private static int Points(string drawn) => XDocument.Parse(drawn).Descendants()
        .SkipWhile(element => (string?)element.Attribute("stroke") != PlotColors.Axis)
        .Count(element => element.Name.LocalName is "circle" or "path");
}
