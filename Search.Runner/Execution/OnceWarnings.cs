using System.Collections.Concurrent;

namespace HyperSearch.Runner;

/// <summary>Warns of a thing once in a run, however many trials meet it. Safe for use by several threads.</summary>
/// <param name="warn">Told of it.</param>
internal sealed class OnceWarnings(Action<string> warn)
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Warns of what has not been warned of yet.</summary>
    public void Warn(string warning) => Warn(warning, warning);

    /// <param name="what">What is warned of once.</param>
    /// <param name="warning">The words for it this time.</param>
    public void Warn(string what, string warning)
    {
        if (_known.TryAdd(what, true))
            warn(warning);
    }
}
