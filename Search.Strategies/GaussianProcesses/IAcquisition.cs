namespace HyperSearch.Strategies;

/// <summary>An acquisition function that can be climbed; larger is better.</summary>
internal interface IAcquisition
{
    /// <summary>The features of the space that it is over.</summary>
    FeatureMap Map { get; }

    /// <summary>Scores points.</summary>
    void Score(ReadOnlySpan<Point> points, Span<double> scores);

    /// <summary>The score at one point, and its derivatives by the codes of the numbers.</summary>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="byNumber">(numbers)</param>
    double Score(ReadOnlySpan<double> codes, Span<double> byNumber);
}
