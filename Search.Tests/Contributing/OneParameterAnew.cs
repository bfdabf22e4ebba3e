namespace HyperSearch;

/// <summary>The best trial so far with one parameter drawn anew: a (1+1) evolution strategy with uniform mutation.</summary>
public sealed class OneParameterAnew : IStrategy
{
    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var drawn = RandomSearch.Draw(history.Space, ref random);
        if (history.Best is not { } incumbent || drawn.Count == 0)
            return new(drawn);
        // A parameter that the incumbent does not have has the code NaN; the record completes what is proposed.
        var codes = incumbent.Point.Codes.ToArray();
        var anew = random.NextInt(codes.Length);
        codes[anew] = drawn[anew];
        return new(new Point(codes)) { Note = $"{history.Space[anew].Name} anew" };
    }
}
