namespace Search.Core;

/// <summary>Finds the parameters of a settings function by calling it with one combination of values after another.</summary>
/// <remarks>
/// Choices, ordinals and small integers take all their values, the others the middle and the two ends. The search follows
/// every single change of a value, and from each combination that found something new every single change behind it, so
/// that nested conditions are followed to their end. Then it takes combinations in the order of how many values
/// they change, which tries all of them where there are few, and between each two of these three random ones, which meet
/// the AND of several conditions. Equal functions give equal spaces: the random numbers are always the same.
/// </remarks>
internal static class SpaceTracer
{
    private const int MostRuns = 10_000;
    private const int MostReads = 100_000;
    private const int MostLevels = 64;

    public static SearchSpace Trace(Action<ISuggest> settings)
    {
        var tracer = new Tracer();
        var waiting = new PriorityQueue<Combination, (int Found, int Changes, int Order)>();
        var discoveries = new List<Change?>();
        var random = new RandomStream(0, 0, StreamPurpose.Proposal);
        var (conditional, turn) = (false, 0);
        waiting.Enqueue(new(null, 0), default);
        for (var runs = 0; runs < MostRuns && waiting.TryPeek(out var combination, out var rank); runs++)
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
            settings(tracer);
            var foundMore = tracer.Found.Count > before;
            conditional |= runs > 0 && (foundMore || tracer.Read.Count < before);
            if (isDrawn && !foundMore)
                continue;
            var changes = isDrawn ? tracer.Changes(before) : combination!.Changes;
            if (foundMore)
                discoveries.Add(changes);
            else if (runs + waiting.Count >= MostRuns)
                continue;
            // A combination is made once: only parameters read after the last changed one are changed further.
            for (var i = isDrawn ? tracer.FirstRead(before) : combination!.Next; i < tracer.Read.Count; i++)
                for (var level = 1; level < ProbeCount(tracer.Found[tracer.Read[i]]); level++)
                    waiting.Enqueue(new(new(changes, tracer.Read[i], level), i + 1), (foundMore ? 0 : 1, isDrawn ? 1 : rank.Changes + 1, runs));
        }
        return new SearchSpace(tracer.Found, conditional ? settings : null);
    }

    public static void RequireSame(Parameter first, Parameter second)
    {
        if (first.Equals(second))
            return;
        if (!first.Definition.Equals(second.Definition))
            throw new SpaceException($"Parameter '{first.Name}' is defined twice with different ranges: first {first}, then {second}.");
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

    private sealed class Tracer : ISuggest
    {
        private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
        private readonly List<int> _levels = [];
        private readonly List<int> _lastRun = [];
        private readonly List<object?[]> _values = [];
        private int _run;

        public List<Parameter> Found { get; } = [];

        /// <summary>The parameters that this run has read, in order.</summary>
        public List<int> Read { get; } = [];

        /// <summary>How many parameters all runs together have read.</summary>
        public int Reads { get; private set; }

        /// <summary>Starts a run with these changes.</summary>
        public void Set(Change? changes)
        {
            _run++;
            Read.Clear();
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
                if (_levels[i] == 0)
                    _levels[i] = random.NextInt(ProbeCount(Found[i]));
        }

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
            if (_indices.TryGetValue(parameter.Name, out var index))
            {
                RequireSame(Found[index], parameter);
            }
            else
            {
                if (NameRule.Objection("parameter", parameter.Name) is { } objection)
                    throw new SpaceException(objection);
                _indices.Add(parameter.Name, index = Found.Count);
                Found.Add(parameter);
                _levels.Add(0);
                _lastRun.Add(0);
                _values.Add(new object?[ProbeCount(parameter)]);
            }
            if (_lastRun[index] != _run)
            {
                _lastRun[index] = _run;
                Read.Add(index);
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
    }
}
