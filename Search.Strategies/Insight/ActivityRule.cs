namespace HyperSearch.Strategies;

/// <summary>
/// When a parameter is active, as far as trials show it: a tree of tests of the parameters that are asked for before it. For studies on
/// record whose code, which knows it, is not at hand. Breiman, Friedman, Olshen, Stone: "Classification and Regression Trees", 1984, section 2.5.
/// </summary>
internal sealed class ActivityRule
{
    private const int MostTests = 4; // on the way to an answer

    // Of many parameters those that are asked for right before it are looked at, and the first ones; of many codes some, evenly over them.
    private const int MostBefore = 64, MostFirst = 64, MostLimits = 64;

    private readonly bool _answer;
    private readonly int _parameter = -1;
    private readonly bool _isOption;
    private readonly double _code;
    private readonly ActivityRule _yes = null!, _no = null!;

    private ActivityRule(bool answer) => _answer = answer;

    private ActivityRule(int parameter, bool isOption, double code, ActivityRule yes, ActivityRule no) =>
        (_parameter, _isOption, _code, _yes, _no) = (parameter, isOption, code, yes, no);

    /// <summary>What tells whether a parameter is active.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="parameter">Which of them.</param>
    /// <param name="points">Where trials were.</param>
    public static ActivityRule Of(IReadOnlyList<Parameter> parameters, int parameter, Point[] points) => Grow(parameters, parameter, points, MostTests);

    /// <summary>Whether the parameter is active where those before it have these codes, NaN where they are inactive.</summary>
    public bool Holds(ReadOnlySpan<double> codes) => _parameter < 0 ? _answer : (Passes(codes[_parameter], _isOption, _code) ? _yes : _no).Holds(codes);

    // NaN passes no test.
    private static bool Passes(double code, bool isOption, double limit) => isOption ? code == limit : code <= limit;

    private static ActivityRule Grow(IReadOnlyList<Parameter> parameters, int parameter, Point[] points, int tests)
    {
        var active = Array.FindAll(points, point => point.IsActive(parameter)).Length;
        var leaf = new ActivityRule(2 * active > points.Length);
        if (tests == 0 || active == 0 || active == points.Length)
            return leaf;
        var (best, isOption, limit, least) = (-1, false, 0.0, Impurity(active, points.Length));
        for (var i = 0; i < parameter && least > 0; i++)
        {
            if (i >= MostFirst && i < parameter - MostBefore)
                continue;
            foreach (var code in Limits(points, i))
            {
                var (passed, passedActive) = (0, 0);
                foreach (var point in points)
                {
                    if (!Passes(point[i], parameters[i].IsCategorical, code))
                        continue;
                    passed++;
                    passedActive += point.IsActive(parameter) ? 1 : 0;
                }
                var impurity = Impurity(passedActive, passed) + Impurity(active - passedActive, points.Length - passed);
                if (impurity < least)
                    (best, isOption, limit, least) = (i, parameters[i].IsCategorical, code, impurity);
            }
        }
        if (best < 0)
            return leaf;
        var yes = Array.FindAll(points, point => Passes(point[best], isOption, limit));
        var no = Array.FindAll(points, point => !Passes(point[best], isOption, limit));
        return new(best, isOption, limit, Grow(parameters, parameter, yes, tests - 1), Grow(parameters, parameter, no, tests - 1));
    }

    // Codes that a parameter has, rising, without NaN.
    private static double[] Limits(Point[] points, int parameter)
    {
        var codes = new SortedSet<double>();
        foreach (var point in points)
        {
            if (point.IsActive(parameter))
                codes.Add(point[parameter]);
        }
        double[] all = [.. codes];
        return [.. RankSample.Places(all.Length, 0, MostLimits).Select(place => all[place])];
    }

    // Gini's, times how many there are.
    private static double Impurity(int active, int count) => count == 0 ? 0 : (double)active * (count - active) / count;
}
