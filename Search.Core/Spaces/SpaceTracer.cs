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
    private const int MostLevels = 64;
    private const int MostParameters = 10_000;
    private const int MostCallsAgain = 16;
    private const int MostReadsOfACall = 1_000_000;

    /// <exception cref="SpaceException">The function throws, asks for something that contradicts itself, or is not pure; the message has the values that led there.</exception>
    public static SearchSpace Trace(Action<ISuggest> settings)
    {
        var calls = new TracedCalls();
        var (tracer, conditional) = Trace(settings, calls, first: null);
        Trace(settings, calls, tracer);
        return new SearchSpace(tracer.Found, conditional ? settings : null);
    }

    // With a first tracing, this is the second, which is compared with that.
    private static (Tracer Tracer, bool IsConditional) Trace(Action<ISuggest> settings, TracedCalls calls, Tracer? first)
    {
        var tracer = new Tracer(first);
        var waiting = new PriorityQueue<Combination, (int Found, int Changes, int Order)>();
        var discoveries = new List<Change?>();
        var random = new RandomStream(0, 0, StreamPurpose.Proposal);
        var (conditional, turn) = (false, 0);
        waiting.Enqueue(new(null, 0), default);
        for (var runs = 0; runs < (first is null ? MostRuns : calls.Count) && waiting.TryPeek(out var combination, out var rank); runs++)
        {
            var isEssential = rank.Found == 0 || rank.Changes <= 1;
            if (!isEssential && tracer.Reads > MostReads)
                break;
            var isDrawn = !isEssential && turn++ % 4 != 0;
            if (isDrawn)
                tracer.Draw(discoveries[runs % discoveries.Count], ref random);
            else
                tracer.Set(waiting.Dequeue().Changes);

            var before = tracer.Found.Count;
            Call(settings, tracer);
            var foundMore = tracer.Found.Count > before;
            if (first is not null)
                RequireSame(calls[runs], first.Found, tracer);
            else
                calls.Add(tracer.Read);
            if (first is null && foundMore && discoveries.Count < MostCallsAgain)
                CallAgain(settings, tracer);
            conditional |= runs > 0 && (foundMore || tracer.Read.Count < before);
            if (isDrawn && !foundMore)
                continue;
            var changes = isDrawn ? tracer.Changes(before) : combination!.Changes;
            if (foundMore)
            {
                discoveries.Add(changes);
                tracer.KnowDiscovery(changes);
            }
            else if (runs + waiting.Count >= MostRuns)
            {
                continue;
            }
            // A combination is made once: only parameters read after the last changed one are changed further.
            for (var i = isDrawn ? tracer.FirstRead(before) : combination!.Next; i < tracer.Read.Count; i++)
            {
                for (var level = 1; level < ProbeCount(tracer.Found[tracer.Read[i]]); level++)
                    waiting.Enqueue(new(new(changes, tracer.Read[i], level), i + 1), (foundMore ? 0 : 1, isDrawn ? 1 : rank.Changes + 1, runs));
            }
        }
        return (tracer, conditional);
    }

    /// <summary>Whether two parameters of one name are defined alike.</summary>
    public static bool AreSame(Parameter first, Parameter second) => first.Equals(second) || first.Definition.Equals(second.Definition);

    /// <summary>Counts what one call has asked for, so that a loop that never ends does.</summary>
    public static void CountRead(ref int reads, Parameter parameter)
    {
        if (++reads > MostReadsOfACall)
            throw SettingsError.TooManyReads(MostReadsOfACall, parameter);
    }

    private static void Call(Action<ISuggest> settings, Tracer tracer)
    {
        Exception? thrown = null;
        try
        {
            settings(tracer);
        }
#pragma warning disable CA1031 // It is told below, with the values that led there.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }
        // A settings function may have caught what it was answered with.
        if (tracer.Other is { } other)
            throw Explain(settings, tracer, other);
        if (tracer.Refusal is { } refusal)
            throw refusal;
        if (thrown is not null)
            throw SettingsError.Threw(thrown, tracer.Given(), tracer.Found);
    }

    // A function that draws by chance, counts its calls or asks the clock gives itself away at once.
    private static void CallAgain(Action<ISuggest> settings, Tracer tracer)
    {
        int[] read = [.. tracer.Read];
        tracer.Again();
        Call(settings, tracer);
        RequireSame(read, tracer.Found, tracer);
    }

    private static void RequireSame(IReadOnlyList<int> read, List<Parameter> found, Tracer tracer)
    {
        for (var i = 0; i < Math.Max(read.Count, tracer.Read.Count); i++)
        {
            var first = i < read.Count ? found[read[i]] : null;
            var second = i < tracer.Read.Count ? tracer.Found[tracer.Read[i]] : null;
            if (first is null || second is null || (!ReferenceEquals(first, second) && (first.Name != second.Name || !AreSame(first, second))))
                throw SettingsError.NotPure(first, second, tracer.Given(i));
        }
    }

    // A parameter that was found with another range: the values that found it tell whether the function goes by them.
    private static SpaceException Explain(Action<ISuggest> settings, Tracer tracer, Parameter second)
    {
        var (first, then) = tracer.DiscoveryOf(second.Name);
        var listener = new Listener(tracer, then, second.Name);
        try
        {
            if (!tracer.IsAgain)
                settings(listener);
        }
#pragma warning disable CA1031 // What counts is what it asked for until then.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        if (tracer.IsAgain || listener.Heard is null || !AreSame(first, listener.Heard))
            return SettingsError.NotPure(first, tracer.IsAgain ? second : listener.Heard, tracer.IsAgain ? tracer.Given() : listener.Given);
        var (there, here) = tracer.Differing(second.Name, then);
        return SettingsError.DependsOnAnother(first, there, second, here);
    }

    private static int ProbeCount(Parameter parameter) => parameter.Levels is { } levels && levels <= MostLevels ? levels : 3;

    // The first value tried is the middle of a wide range: conditions such as x > 0 hold on either side of the ends.
    private static double Probe(Parameter parameter, int level) => parameter.Levels is { } levels && levels <= MostLevels
        ? parameter.CodeOfLevel(level)
        : level switch { 0 => 0.5, 1 => 0, _ => 1 };

    /// <summary>One parameter that differs from its first value, and those before it.</summary>
    private sealed record Change(Change? Before, int Parameter, int Level);

    /// <param name="Changes">What differs from the first values.</param>
    /// <param name="Next">The place in the order of reading from which on it may be changed further.</param>
    private sealed record Combination(Change? Changes, int Next);

    /// <param name="first">Another one, which has decoded most values; null for none.</param>
    private sealed class Tracer(Tracer? first) : ISuggest
    {
        private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
        private readonly List<int> _levels = [];
        private readonly List<int> _lastRun = [];
        private readonly List<object?[]> _values = [];
        private readonly List<Change?> _foundWith = [];
        private int _run;
        private int _readsOfCall;

        /// <summary>Whether this run has the values of the one before.</summary>
        public bool IsAgain { get; private set; }

        /// <summary>A parameter that an earlier run has found with another range.</summary>
        public Parameter? Other { get; private set; }

        /// <summary>What else this run was refused.</summary>
        public SpaceException? Refusal { get; private set; }

        public List<Parameter> Found { get; } = [];

        /// <summary>The parameters that this run has read, in order.</summary>
        public List<int> Read { get; } = [];

        /// <summary>How many parameters all runs together have read.</summary>
        public int Reads { get; private set; }

        /// <summary>Starts a run with these changes.</summary>
        public void Set(Change? changes)
        {
            Begin(isAgain: false);
            for (var i = 0; i < _levels.Count; i++)
                _levels[i] = 0;
            for (var change = changes; change is not null; change = change.Before)
                _levels[change.Parameter] = change.Level;
        }

        /// <summary>Starts a run with these changes, and random values elsewhere.</summary>
        public void Draw(Change? changes, ref RandomStream random)
        {
            Set(changes);
            for (var i = 0; i < _levels.Count; i++)
            {
                if (_levels[i] == 0)
                    _levels[i] = random.NextInt(ProbeCount(Found[i]));
            }
        }

        /// <summary>Starts a run with the values of the one before.</summary>
        public void Again() => Begin(isAgain: true);

        /// <summary>Keeps with what changes the newest parameters were found.</summary>
        public void KnowDiscovery(Change? changes)
        {
            while (_foundWith.Count < Found.Count)
                _foundWith.Add(changes);
        }

        /// <summary>A parameter as it was found, and with what levels of the others, where these are not 0.</summary>
        public (Parameter Found, Dictionary<int, int> Levels) DiscoveryOf(string name)
        {
            var index = _indices[name];
            var levels = new Dictionary<int, int>();
            // A parameter that this run itself has found, in a run again.
            for (var change = index < _foundWith.Count ? _foundWith[index] : null; change is not null; change = change.Before)
                levels.TryAdd(change.Parameter, change.Level);
            return (Found[index], levels);
        }

        /// <summary>The values that this run was given, or the first <paramref name="count"/> of them.</summary>
        public IReadOnlyList<KeyValuePair<string, ParameterValue>> Given(int count = int.MaxValue) =>
            [.. Read.Take(count).Select(index => ValueAt(index, _levels[index]))];

        /// <summary>What this run was given otherwise than the run with these levels that found a parameter.</summary>
        public (IReadOnlyList<KeyValuePair<string, ParameterValue>> There, IReadOnlyList<KeyValuePair<string, ParameterValue>> Here) Differing(string name, Dictionary<int, int> levels)
        {
            var others = Read.Where(index => levels.GetValueOrDefault(index) != _levels[index]).ToArray();
            // What was found later was not read there.
            var there = others.Where(index => index < _indices[name]).Select(index => ValueAt(index, levels.GetValueOrDefault(index)));
            return ([.. there], [.. others.Select(index => ValueAt(index, _levels[index]))]);
        }

        /// <summary>The code of a parameter in a run with these levels.</summary>
        public double CodeOf(Parameter parameter, Dictionary<int, int> levels) => Probe(parameter,
            _indices.TryGetValue(parameter.Name, out var index) && levels.TryGetValue(index, out var level) && level < ProbeCount(parameter) ? level : 0);

        /// <summary>What this run changed of the parameters that were known before it.</summary>
        public Change? Changes(int known)
        {
            var changes = default(Change);
            foreach (var index in Read.Where(index => index < known && _levels[index] > 0))
                changes = new(changes, index, _levels[index]);
            return changes;
        }

        /// <summary>Where in this run the first parameter was read that was not known before it.</summary>
        public int FirstRead(int known) => Read.FindIndex(index => index >= known);

        public T Suggest<T>(Parameter<T> parameter)
        {
            CountRead(ref _readsOfCall, parameter);
            if (_indices.TryGetValue(parameter.Name, out var index))
            {
                if (!AreSame(Found[index], parameter))
                    throw Refused(index, parameter);
            }
            else
            {
                if (Found.Count == MostParameters)
                    throw Refusal = SettingsError.TooManyParameters(MostParameters, parameter);
                if (NameRule.Objection("parameter", parameter.Name) is { } objection)
                    throw Refusal = new SpaceException(objection);
                _indices.Add(parameter.Name, index = Found.Count);
                Found.Add(parameter);
                _levels.Add(0);
                _lastRun.Add(0);
                _values.Add(index < first?.Found.Count && AreSame(first.Found[index], parameter) ? first._values[index] : new object?[ProbeCount(parameter)]);
            }
            if (_lastRun[index] != _run)
            {
                _lastRun[index] = _run;
                Read.Add(index);
                if (!IsAgain)
                    Reads++;
            }
            // Decoding a decimal takes longer than all the rest.
            ref var known = ref _values[index][_levels[index]];
            if (known is T value)
                return value;
            value = parameter.Decode(Probe(parameter, _levels[index]));
            known = value;
            return value;
        }

        private SpaceException Refused(int index, Parameter parameter)
        {
            var twice = SettingsError.DefinedTwice(Found[index], parameter);
            if (_lastRun[index] == _run)
                Refusal ??= twice;
            else
                Other ??= parameter;
            return twice;
        }

        private void Begin(bool isAgain)
        {
            (IsAgain, _readsOfCall) = (isAgain, 0);
            _run++;
            Read.Clear();
        }

        private KeyValuePair<string, ParameterValue> ValueAt(int index, int level) => new(Found[index].Name, Found[index].ValueOf(Probe(Found[index], level)));
    }

    /// <summary>Has a settings function called once more with the values of an earlier run, to hear what it asks for under a name.</summary>
    private sealed class Listener(Tracer tracer, Dictionary<int, int> levels, string name) : ISuggest
    {
        private readonly List<KeyValuePair<string, ParameterValue>> _given = [];
        private int _reads;

        /// <summary>What it asked for under that name; null where it did not.</summary>
        public Parameter? Heard { get; private set; }

        /// <summary>The values that it was given before.</summary>
        public IReadOnlyList<KeyValuePair<string, ParameterValue>> Given => _given;

        public T Suggest<T>(Parameter<T> parameter)
        {
            CountRead(ref _reads, parameter);
            var code = tracer.CodeOf(parameter, levels);
            if (parameter.Name == name)
                Heard ??= parameter;
            else if (Heard is null)
                _given.Add(new(parameter.Name, parameter.ValueOf(code)));
            return parameter.Decode(code);
        }
    }
}
