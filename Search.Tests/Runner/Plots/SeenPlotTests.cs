using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Pictures as a person sees them.</summary>
public sealed class SeenPlotTests
{
    [Theory]
    [InlineData("history", 40)]
    [InlineData("curves", 40)]
    [InlineData("slice", 40)]
    public void A_picture_of_a_study(string kind, int trials) =>
        Expectation.Matches($"plot-{kind}", StudyPlot.Draw(Enum.Parse<PlotKind>(kind, ignoreCase: true), PlotStudies.Mixed(trials)), "svg");

    [Fact]
    public void The_importance_of_parameters() => Expectation.Matches("plot-importance", ImportancePlot.Draw(PlotStudies.Mixed(40), new(ImportanceMethod.PedAnova, 28)
    {
        Importance = [new("rate", 0.62, 0.45, 0.74), new("layers", 0.21, 0.1, 0.35), new("units1", 0.12, 0.02, 0.2), new("optimizer", 0.05, 0, 0.11)],
    }), "svg");
}
