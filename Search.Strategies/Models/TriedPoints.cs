namespace HyperSearch.Strategies;

/// <summary>The points that have been tried or are being tried, so that none is proposed twice while there are others.</summary>
/// <remarks>Kept from one proposal to the next; what it answers depends on the history alone.</remarks>
internal sealed class TriedPoints
{
    private const int Draws = 50, DrawsWithRejections = 1_000;
    private const double MostListed = 100_000;

    private readonly HashSet<Point> _finished = [];
    private readonly HashSet<Point> _running = [];
    private readonly CommonPrefix _prefix = new();

    public void Update(History history)
    {
        var length = _prefix.Update(history.Results);
        if (length < _prefix.PreviousLength)
        {
            _finished.Clear();
            length = 0;
        }
        for (var i = length; i < history.Results.Count; i++)
            _finished.Add(history.Results[i].Point);
        _running.Clear();
        foreach (var trial in history.Running)
            _running.Add(trial.Point);
    }

    public bool Contains(Point point) => _finished.Contains(point) || _running.Contains(point);

    /// <summary>A random point that has not been tried and is allowed; any, where the space has no other.</summary>
    public Point DrawUntried(SearchDomain domain, ref RandomStream random)
    {
        Point point = default;
        for (var draw = 0; draw < (domain.Space.HasRejections ? DrawsWithRejections : Draws); draw++)
        {
            point = domain.Complete(domain.Draw(ref random));
            if (!Contains(point) && domain.Allows(point))
                return point;
        }
        return FirstUntried(domain, ref random) ?? point;
    }

    // Every combination, from a random one on.
    private Point? FirstUntried(SearchDomain domain, ref RandomStream random)
    {
        if (domain.Size > MostListed)
            return null;
        var codes = new double[domain.Count];
        var size = (int)domain.Size;
        var first = random.NextInt(size);
        for (var k = 0; k < size; k++)
        {
            var rest = (first + k) % size;
            for (var i = 0; i < codes.Length; i++)
            {
                var levels = domain.LevelCodes(i)!;
                codes[i] = levels[rest % levels.Length];
                rest /= levels.Length;
            }
            var point = domain.Complete(codes);
            if (!Contains(point) && domain.Allows(point))
                return point;
        }
        return null;
    }
}
