namespace HyperSearch.Core;

/// <summary>
/// Goes through all combinations of levels that a settings function tells apart: each call takes the next level of the parameter that
/// was read last, so that what is not read makes no combinations.
/// </summary>
/// <param name="space">A space of parameters with levels.</param>
internal sealed class LevelPath(SearchSpace space) : IRejectable
{
    private readonly List<(int Parameter, int Level)> _path = [];
    private readonly double[] _codes = new double[space.Count];
    private int _read;
    private int _reads;

    public string? Rejection { get; private set; }

    /// <summary>The point that the last call was given, as far as it asked for it.</summary>
    public Point Point => new(_codes);

    /// <summary>Calls the settings function with the levels of the path.</summary>
    /// <returns>False where it throws.</returns>
    public bool Follow()
    {
        (_read, _reads, Rejection) = (0, 0, null);
        Array.Fill(_codes, double.NaN);
        if (space.Settings is { } settings)
        {
            if (SettingsCall.Run(settings, this) is not null)
                return false;
        }
        else
        {
            for (var i = 0; i < space.Count; i++)
                CodeOf(i);
        }
        _path.RemoveRange(_read, _path.Count - _read);
        return true;
    }

    /// <summary>Goes on to the next combination.</summary>
    /// <returns>False where there is none.</returns>
    public bool MoveOn()
    {
        while (_path.Count > 0)
        {
            var (parameter, level) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (level + 1 >= space[parameter].Levels)
                continue;
            _path.Add((parameter, level + 1));
            return true;
        }
        return false;
    }

    public void Reject(string reason) => Rejection ??= reason;

    public T Suggest<T>(Parameter<T> parameter)
    {
        ReadLimit.Count(ref _reads, parameter);
        var index = space.IndexOf(parameter.Name);
        return index >= 0 && space[index].IsDefinedAs(parameter)
            ? parameter.Decode(CodeOf(index))
            : throw new SpaceException($"Parameter '{parameter}' was not found when the space was traced.");
    }

    private double CodeOf(int parameter)
    {
        if (!double.IsNaN(_codes[parameter]))
            return _codes[parameter];
        if (_read == _path.Count)
            _path.Add((parameter, 0));
        return _codes[parameter] = space[parameter].CodeOfLevel(_path[_read++].Level);
    }
}
