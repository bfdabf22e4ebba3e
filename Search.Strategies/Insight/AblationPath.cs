namespace HyperSearch.Strategies;

/// <summary>
/// The way from the default to the best trial, one change at a time, each time that after which a model of the trials expects the best
/// score. Fawcett, Hoos: "Analysing Differences Between Algorithm Configurations Through Ablation", Journal of Heuristics 22, 2016; on a
/// model: Biedenkapp, Lindauer, Eggensperger, Hutter, Fawcett, Hoos: "Efficient Parameter Importance Analysis via Ablation with Surrogates", AAAI 2017.
/// </summary>
/// <remarks>
/// What a change switches on comes with it, at the value that it has in the best trial, and what it switches off goes. A change to a setting
/// that the study forbids waits until others have made it possible.
/// </remarks>
internal sealed class AblationPath
{
    // Of many changes those are looked at that looked best before, at first those of the most important parameters; after so many steps the
    // rest is changed at once.
    private const int MostLookedAt = 40, MostSteps = 60;

    // Below all that a model expects.
    private const double Unseen = 1e9;

    private readonly InsightSpace _space;
    private readonly InsightModel _model;
    private readonly Point _target;
    private readonly double[] _codes;
    private readonly double[] _means; // (parameters): what was expected of each change when it was last looked at, or its place in the order of importance
    private readonly List<AblationStep> _steps = [];
    private Point _current;

    private AblationPath(InsightSpace space, InsightModel model, double[] defaults, Point target, IReadOnlyList<ParameterImportance> importance)
    {
        (_space, _model, _target) = (space, model, target);
        _current = space.Complete(defaults);
        _codes = (double[])defaults.Clone();
        for (var i = 0; i < _codes.Length; i++)
        {
            if (!_current.IsActive(i) && target.IsActive(i))
                _codes[i] = target[i];
        }
        _means = new double[_codes.Length];
        foreach (var (place, one) in importance.Index())
            _means[space.Space.IndexOf(one.Parameter)] = place - Unseen;
    }

    /// <summary>The changes, the default first.</summary>
    /// <param name="space">The space.</param>
    /// <param name="model">A model of the trials.</param>
    /// <param name="defaults">(parameters): the codes of the default.</param>
    /// <param name="target">Where the best trial is.</param>
    /// <param name="importance">How much the parameters matter, the most important first.</param>
    public static IReadOnlyList<AblationStep> Of(InsightSpace space, InsightModel model, double[] defaults, Point target, IReadOnlyList<ParameterImportance> importance) =>
        new AblationPath(space, model, defaults, target, importance).Walk();

    private List<AblationStep> Walk()
    {
        _steps.Add(new(null, null, null, _model.Scale.Value(_model.Mean(_current))));
        var left = Changes();
        for (var step = 0; left.Count > 0 && step < MostSteps; step++, left = Changes())
        {
            var looked = left.Count <= MostLookedAt ? left : [.. left.OrderBy(i => _means[i]).Take(MostLookedAt)];
            foreach (var i in looked)
                _means[i] = _model.Mean(With([i]));
            Take([looked.OrderBy(i => _space.Domain.Allows(With([i])) ? 0 : 1).ThenBy(i => _means[i]).First()]);
        }
        if (left.Count > 0)
            Take(left);
        return _steps;
    }

    // The parameters that can be changed to what they are in the best trial.
    private List<int> Changes()
    {
        List<int> changes = [];
        for (var i = 0; i < _codes.Length; i++)
        {
            if (_current.IsActive(i) && _target.IsActive(i) && _current[i] != _target[i])
                changes.Add(i);
        }
        return changes;
    }

    private Point With(List<int> changes)
    {
        var codes = (double[])_codes.Clone();
        foreach (var i in changes)
            codes[i] = _target[i];
        return _space.Complete(codes);
    }

    private void Take(List<int> changes)
    {
        var (before, after) = (_current, With(changes));
        var value = _model.Scale.Value(_model.Mean(after));
        foreach (var i in changes)
        {
            Add(i, before, after, value);
            _codes[i] = _target[i];
        }
        for (var i = 0; i < _codes.Length; i++)
        {
            if (before.IsActive(i) != after.IsActive(i) && !changes.Contains(i))
                Add(i, before, after, value);
        }
        _current = after;
    }

    private void Add(int parameter, Point before, Point after, double value)
    {
        var described = _space.Space[parameter];
        _steps.Add(new(described.Name,
            before.IsActive(parameter) ? described.ValueOf(before[parameter]) : null,
            after.IsActive(parameter) ? described.ValueOf(after[parameter]) : null, value));
    }
}
