namespace HyperSearch.Core;

/// <summary>Finds the parameters of a settings function by calling it with one combination of values after another.</summary>
/// <remarks>
/// Choices, ordinals and small integers take all their values, the others the middle and the two ends. The search follows
/// every single change of a value, and from each combination that found something new every single change behind it, so
/// that nested conditions are followed to their end. Then it takes combinations in the order of how many values
/// they change, which tries all of them where there are few, and between each two of these three random ones, which meet
/// the AND of several conditions. Equal functions give equal spaces: the random numbers are always the same.
/// A function that is not pure is found out: the first combinations that find something are taken twice, and then the whole is
/// traced once more and compared (<see cref="TracedCalls"/>).
/// </remarks>
internal static class SpaceTracer
{
    private const int MostRuns = 10_000;
    private const int MostReads = 100_000;
    private const int MostCallsAgain = 16;

    /// <exception cref="SpaceException">The function throws, asks for something that contradicts itself, or is not pure; the message has the values that led there.</exception>
    /// <param name="settings">The function.</param>
    /// <param name="requireAllowed">Whether some combination must be allowed.</param>
    public static SearchSpace Trace(Action<ISuggest> settings, bool requireAllowed = true)
    {
        var calls = new TracedCalls();
        var traced = Trace(settings, calls, first: null);
        Trace(settings, calls, traced.Discovery);
        var found = traced.Discovery.Found;
        // Where everything was rejected, nothing is known of what is always read.
        var space = new SearchSpace(found, settings, traced.FewestRead is not { } fewest || fewest < found.Count, traced.AnyRejected);
        if (requireAllowed && traced.FewestRead is null)
            RequireAllowed(space);
        return space;
    }

    // Few combinations may be allowed, of which tracing has met none.
    private static void RequireAllowed(SearchSpace space)
    {
        var random = new RandomStream(0, 0, StreamPurpose.Propose);
        var codes = new double[space.Count];
        var reasons = new List<string>();
        for (var draw = 0; draw < MostRuns; draw++)
        {
            for (var i = 0; i < codes.Length; i++)
                codes[i] = space[i].Snap(space[i].IsCategorical ? random.NextInt(space[i].Levels!.Value) : random.NextDouble());
            var (rejection, thrown, read) = space.Judge(codes);
            if (thrown is not null)
                throw SettingsError.Threw(thrown, [.. space.ValuesOf(read)], []);
            if (rejection is null)
                return;
            reasons.Add(rejection);
        }
        throw SettingsError.RejectsAll(reasons);
    }

    // With a first tracing, this is the second, which is compared with that. The fewest that an allowed call has read: null where all were rejected.
    private static (ParameterDiscovery Discovery, int? FewestRead, bool AnyRejected) Trace(Action<ISuggest> settings, TracedCalls calls, ParameterDiscovery? first)
    {
        var discovery = new ParameterDiscovery(first);
        var waiting = new PriorityQueue<LevelCombination, (int Found, int Changes, int Order)>();
        var discoveries = new List<LevelChange?>();
        var random = new RandomStream(0, 0, StreamPurpose.Propose);
        var (fewestRead, anyRejected, turn) = (default(int?), false, 0);
        waiting.Enqueue(new(null, 0), default);
        for (var runs = 0; runs < (first is null ? MostRuns : calls.Count) && waiting.TryPeek(out var combination, out var rank); runs++)
        {
            var isEssential = rank.Found == 0 || rank.Changes <= 1;
            if (!isEssential && discovery.Reads > MostReads)
                break;
            var isDrawn = !isEssential && turn++ % 4 != 0;
            if (isDrawn)
                discovery.Draw(discoveries[runs % discoveries.Count], ref random);
            else
                discovery.Set(waiting.Dequeue().Changes);

            var before = discovery.Found.Count;
            Call(settings, discovery);
            var foundMore = discovery.Found.Count > before;
            if (first is not null)
                RequireSame(calls[runs], calls.IsRejected(runs), first.Found, discovery);
            else
                calls.Add(discovery.Read, discovery.Rejection is not null);
            if (first is null && foundMore && discoveries.Count < MostCallsAgain)
                CallAgain(settings, discovery);
            if (discovery.Rejection is null)
                fewestRead = Math.Min(fewestRead ?? int.MaxValue, discovery.Read.Count);
            else
                anyRejected = true;
            if (isDrawn && !foundMore)
                continue;
            var changes = isDrawn ? discovery.Changes(before) : combination!.Changes;
            if (foundMore)
            {
                discoveries.Add(changes);
                discovery.AddDiscovery(changes);
            }
            else if (runs + waiting.Count >= MostRuns)
            {
                continue;
            }
            // A combination is made once: only parameters read after the last changed one are changed further.
            for (var i = isDrawn ? discovery.FirstRead(before) : combination!.Next; i < discovery.Read.Count; i++)
            {
                for (var level = 1; level < Probes.Count(discovery.Found[discovery.Read[i]]); level++)
                    waiting.Enqueue(new(new(changes, discovery.Read[i], level), i + 1), (foundMore ? 0 : 1, isDrawn ? 1 : rank.Changes + 1, runs));
            }
        }
        return (discovery, fewestRead, anyRejected);
    }

    private static void Call(Action<ISuggest> settings, ParameterDiscovery discovery)
    {
        var thrown = SettingsCall.Run(settings, discovery);
        // A settings function may have caught what it was answered with.
        if (discovery.Other is { } other)
            throw Explain(settings, discovery, other);
        if (discovery.Refusal is { } refusal)
            throw refusal;
        if (thrown is not null)
            throw SettingsError.Threw(thrown, discovery.Given(), discovery.Found);
    }

    // A function that draws by chance, counts its calls or asks the clock gives itself away at once.
    private static void CallAgain(Action<ISuggest> settings, ParameterDiscovery discovery)
    {
        int[] read = [.. discovery.Read];
        var isRejected = discovery.Rejection is not null;
        discovery.Again();
        Call(settings, discovery);
        RequireSame(read, isRejected, discovery.Found, discovery);
    }

    private static void RequireSame(IReadOnlyList<int> read, bool isRejected, List<Parameter> found, ParameterDiscovery discovery)
    {
        for (var i = 0; i < Math.Max(read.Count, discovery.Read.Count); i++)
        {
            var first = i < read.Count ? found[read[i]] : null;
            var second = i < discovery.Read.Count ? discovery.Found[discovery.Read[i]] : null;
            if (first is null || second is null || (!ReferenceEquals(first, second) && (first.Name != second.Name || !first.IsDefinedAs(second))))
                throw SettingsError.NotPure(first, second, discovery.Given(i));
        }
        if (isRejected != discovery.Rejection is not null)
            throw SettingsError.RejectsByChance(isRejected, discovery.Given());
    }

    // A parameter that was found with another range: the values that found it tell whether the function goes by them.
    private static SpaceException Explain(Action<ISuggest> settings, ParameterDiscovery discovery, Parameter second)
    {
        var (first, then) = discovery.DiscoveryOf(second.Name);
        var listener = new DiscoveryListener(discovery, then, second.Name);
        try
        {
            if (!discovery.IsAgain)
                settings(listener);
        }
#pragma warning disable CA1031 // What counts is what it asked for until then.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        if (discovery.IsAgain || listener.Heard is null || !first.IsDefinedAs(listener.Heard))
            return SettingsError.NotPure(first, discovery.IsAgain ? second : listener.Heard, discovery.IsAgain ? discovery.Given() : listener.Given);
        var (there, here) = discovery.Differing(second.Name, then);
        return SettingsError.DependsOnAnother(first, there, second, here);
    }
}
