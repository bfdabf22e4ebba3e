using System.IO.Enumeration;

namespace HyperSearch;

/// <summary>Which studies of its store a new study learns from, where its strategy can (<see cref="IStrategy.LearnsFromEarlierStudies"/>).</summary>
/// <remarks>It is chosen when the study begins: what was taken from them is part of its record from then on.</remarks>
public sealed class Earlier
{
    private Earlier(IReadOnlyList<string>? patterns) => Patterns = patterns;

    /// <summary>
    /// Those that search in much the same space: with at least half of the new study's parameters, by name, kind and scale, and at
    /// least three complete trials; the ten newest.
    /// </summary>
    public static Earlier Related { get; } = new(null);

    /// <summary>None.</summary>
    public static Earlier None { get; } = new([]);

    /// <summary>
    /// Those whose name matches one of the patterns, with at least one of the new study's parameters and one complete trial; the ten
    /// newest.
    /// </summary>
    /// <param name="patterns">Names, in which * stands for any characters, ? for any one, and \ has the next stand for itself. Case matters.</param>
    /// <exception cref="ArgumentException">There is no pattern, or an empty one.</exception>
    public static Earlier Studies(params IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0 || patterns.Any(string.IsNullOrEmpty))
            throw new ArgumentException("Earlier studies are named by at least one pattern, and none is empty. Where a study is to learn from none, say Earlier.None.", nameof(patterns));
        return new([.. patterns]);
    }

    /// <summary>The patterns; none for no study, null where their spaces tell.</summary>
    public IReadOnlyList<string>? Patterns { get; }

    /// <summary>Whether a study's name matches a pattern.</summary>
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
