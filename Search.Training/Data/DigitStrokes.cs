namespace HyperSearch.Training;

/// <summary>The ten digits as pen strokes in the unit square, y downwards; most have more than one form.</summary>
internal static class DigitStrokes
{
    private const int CurveSteps = 8;

    /// <summary>One of the digit's forms, each point slightly displaced.</summary>
    /// <returns>Strokes, each a chain of points.</returns>
    public static IReadOnlyList<(double X, double Y)[]> Of(int digit, ref RandomNumbers random)
    {
        var forms = Forms[digit];
        var strokes = forms[random.NextInt(forms.Length)].Split('|');
        var chains = new List<(double, double)[]>();
        foreach (var stroke in strokes)
            chains.Add(Chain(Parse(stroke, ref random)));
        return chains;
    }

    // A stroke is a list of points "x,y" in hundredths. The pen runs through the midpoints of successive
    // points and bends towards the points themselves; a doubled point is a corner.
    private static readonly string[][] Forms =
    [
        ["50,5 15,5 10,50 15,95 50,95 85,95 90,50 85,5 50,5", "60,5 25,10 15,60 25,95 55,95 80,85 85,35 75,5 45,8"],
        ["50,2 50,98", "30,22 30,22 52,2 52,2 52,98", "30,22 30,22 50,2 50,2 50,98|28,98 72,98"],
        ["15,28 20,2 80,0 85,35 55,60 12,97 12,97 90,97", "18,20 45,-5 90,10 75,50 40,75 5,98 25,75 45,90 70,102 92,88"],
        ["15,15 45,-5 88,8 80,42 42,48 42,48 92,50 92,95 45,102 10,85", "15,3 15,3 85,3 85,3 45,40 45,40 95,42 90,98 40,104 10,85"],
        ["65,98 65,2 65,2 8,68 8,68 95,68", "22,3 15,55 15,55 85,52|72,8 66,98", "25,2 18,48 40,58 80,45|75,5 75,98"],
        ["85,4 85,4 25,4 25,4 18,45 18,45 50,32 92,48 88,95 45,103 10,88", "80,4 80,4 28,4 28,4 24,40 60,34 95,62 75,104 12,94"],
        ["75,5 35,12 10,60 20,98 60,100 88,80 75,48 40,48 16,70", "62,2 22,40 15,85 45,104 82,90 80,55 45,52 20,78"],
        ["10,5 10,5 90,5 90,5 42,98", "10,8 10,8 88,5 88,5 60,45 45,98|32,50 78,50", "12,22 12,5 12,5 90,5 90,5 55,55 50,98"],
        ["50,48 10,40 15,4 50,2 85,4 90,40 50,48 5,58 8,98 50,98 92,98 95,58 50,48", "82,15 50,-5 12,15 25,42 75,58 92,85 50,106 10,88 25,58 70,42 84,14"],
        ["85,30 80,3 45,0 12,12 15,48 50,55 85,35 85,15 85,35 82,98", "82,22 55,-2 15,10 15,48 55,54 84,26 84,26 80,70 40,102"],
    ];

    private static List<(double X, double Y)> Parse(string stroke, ref RandomNumbers random)
    {
        var points = new List<(double X, double Y)>();
        var last = "";
        foreach (var word in stroke.Split(' '))
        {
            if (word == last)
            {
                points.Add(points[^1]);
                continue;
            }
            var comma = word.IndexOf(',', StringComparison.Ordinal);
            points.Add((Hundredths(word[..comma], ref random), Hundredths(word[(comma + 1)..], ref random)));
            last = word;
        }
        return points;
    }

    private static double Hundredths(string number, ref RandomNumbers random) =>
        (int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) + random.NextBetween(-7, 7)) / 100;

    /// <summary>The quadratic B-spline of the points, from the first to the last.</summary>
    private static (double, double)[] Chain(List<(double X, double Y)> points)
    {
        var chain = new List<(double, double)> { points[0] };
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (from, bend, to) = (i == 1 ? points[0] : Middle(points[i - 1], points[i]), points[i], i == points.Count - 2 ? points[^1] : Middle(points[i], points[i + 1]));
            for (var step = 1; step <= CurveSteps; step++)
            {
                double t = (double)step / CurveSteps, s = 1 - t;
                chain.Add((s * s * from.X + 2 * s * t * bend.X + t * t * to.X, s * s * from.Y + 2 * s * t * bend.Y + t * t * to.Y));
            }
        }
        chain.Add(points[^1]);
        return [.. chain];
    }

    private static (double X, double Y) Middle((double X, double Y) a, (double X, double Y) b) => ((a.X + b.X) / 2, (a.Y + b.Y) / 2);
}
