namespace Search.Tests;

/// <summary>A layer in double precision, written for reading: the oracle of the fast one.</summary>
internal abstract class OracleLayer
{
    /// <summary>The parameters that a gradient check disturbs one by one, and their gradients after <see cref="Backward"/>.</summary>
    public virtual IReadOnlyList<OracleParameter> Parameters => [];

    /// <param name="x">[rows][inputs].</param>
    public abstract double[][] Forward(double[][] x);

    /// <param name="dy">The gradient by what <see cref="Forward"/> last returned.</param>
    public abstract double[][] Backward(double[][] dy);
}

internal sealed record OracleParameter(double[] Values, double[] Gradients)
{
    public OracleParameter(int count)
        : this(new double[count], new double[count])
    {
    }
}

/// <summary>Weights [inputs, outputs] row by row; lengths for weight normalization, or none; what is left by DropConnect, or all.</summary>
/// <param name="mask">What each weight is multiplied by.</param>
internal sealed class OracleWeights(int inputs, int outputs, bool normalized, Func<int, int, double>? mask = null)
{
    public OracleParameter Values { get; } = new(inputs * outputs);

    public OracleParameter Lengths { get; } = new(outputs);

    public IReadOnlyList<OracleParameter> Parameters => normalized ? [Values, Lengths] : [Values];

    /// <summary>What is multiplied by.</summary>
    public double[,] Compose()
    {
        var composed = new double[inputs, outputs];
        for (var j = 0; j < outputs; j++)
        {
            var scale = normalized ? Lengths.Values[j] / Norm(j) : 1;
            for (var i = 0; i < inputs; i++)
                composed[i, j] = Mask(i, j) * scale * V(i, j);
        }
        return composed;
    }

    /// <param name="gradient">By what is multiplied by.</param>
    public void Backward(Func<int, int, double> gradient)
    {
        for (var j = 0; j < outputs; j++)
        {
            double[] dw = [.. Enumerable.Range(0, inputs).Select(i => Mask(i, j) * gradient(i, j))];
            double norm = Norm(j), dg = normalized ? Enumerable.Range(0, inputs).Sum(i => dw[i] * V(i, j)) / norm : 0;
            Lengths.Gradients[j] = dg;
            for (var i = 0; i < inputs; i++)
                Values.Gradients[i * outputs + j] = normalized ? Lengths.Values[j] / norm * (dw[i] - dg * V(i, j) / norm) : dw[i];
        }
    }

    private double Mask(int i, int j) => mask?.Invoke(i, j) ?? 1;

    private double V(int i, int j) => Values.Values[i * outputs + j];

    private double Norm(int j) => Math.Sqrt(Enumerable.Range(0, inputs).Sum(i => V(i, j) * V(i, j)));
}

internal sealed class OracleDense(int inputs, int outputs, bool biased, OracleWeights weights) : OracleLayer
{
    private double[][] _x = [];
    private double[,] _w = new double[0, 0];

    public OracleParameter Bias { get; } = new(outputs);

    public override IReadOnlyList<OracleParameter> Parameters => [.. weights.Parameters, .. biased ? (OracleParameter[])[Bias] : []];

    public override double[][] Forward(double[][] x)
    {
        _x = x;
        _w = weights.Compose();
        return [.. x.Select(row => Each(outputs, j => Bias.Values[j] + Enumerable.Range(0, inputs).Sum(i => row[i] * _w[i, j])))];
    }

    public override double[][] Backward(double[][] dy)
    {
        for (var j = 0; j < outputs; j++)
            Bias.Gradients[j] = dy.Sum(row => row[j]);
        weights.Backward((i, j) => Enumerable.Range(0, dy.Length).Sum(row => _x[row][i] * dy[row][j]));
        return [.. dy.Select(row => Each(inputs, i => Enumerable.Range(0, outputs).Sum(j => row[j] * _w[i, j])))];
    }

    private static double[] Each(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];
}

internal sealed class OracleActivation(Func<double, double> value, Func<double, double> derivative) : OracleLayer
{
    private double[][] _x = [];

    public override double[][] Forward(double[][] x)
    {
        _x = x;
        return [.. x.Select(row => row.Select(value).ToArray())];
    }

    public override double[][] Backward(double[][] dy) =>
        [.. dy.Select((row, i) => row.Select((d, j) => d * derivative(_x[i][j])).ToArray())];
}

/// <param name="positions">Numbers that share an α: those of a feature map.</param>
internal sealed class OraclePRelu(int width, int positions) : OracleLayer
{
    private double[][] _x = [];

    public OracleParameter Alpha { get; } = new(width);

    public override IReadOnlyList<OracleParameter> Parameters => [Alpha];

    public override double[][] Forward(double[][] x)
    {
        _x = x;
        return [.. x.Select(row => row.Select((value, j) => value > 0 ? value : Alpha.Values[j / positions] * value).ToArray())];
    }

    public override double[][] Backward(double[][] dy)
    {
        for (var j = 0; j < width; j++)
            Alpha.Gradients[j] = dy.Select((row, i) => row.Select((d, k) => k / positions != j || _x[i][k] > 0 ? 0 : d * _x[i][k]).Sum()).Sum();
        return [.. dy.Select((row, i) => row.Select((d, j) => _x[i][j] > 0 ? d : d * Alpha.Values[j / positions]).ToArray())];
    }
}

/// <summary>Normalizes sets of numbers: a column each (batch), or the groups of each row. A column is a unit, or the positions of a feature map.</summary>
internal sealed class OracleNormalization(int width, int? groups, int positions) : OracleLayer
{
    private double[][] _hat = [];
    private double[][] _inverse = [];

    public OracleParameter Gamma { get; } = new(width);

    public OracleParameter Beta { get; } = new(width);

    public override IReadOnlyList<OracleParameter> Parameters => [Gamma, Beta];

    public override double[][] Forward(double[][] x)
    {
        _hat = [.. x.Select(row => new double[row.Length])];
        _inverse = [.. x.Select(row => new double[row.Length])];
        foreach (var set in Sets(x.Length))
        {
            var mean = set.Average(at => x[at.Row][at.Column]);
            var scale = 1 / Math.Sqrt(set.Average(at => Math.Pow(x[at.Row][at.Column] - mean, 2)) + 1e-5);
            foreach (var (row, column) in set)
                (_hat[row][column], _inverse[row][column]) = ((x[row][column] - mean) * scale, scale);
        }
        return [.. _hat.Select(row => row.Select((value, j) => Gamma.Values[j / positions] * value + Beta.Values[j / positions]).ToArray())];
    }

    public override double[][] Backward(double[][] dy)
    {
        for (var j = 0; j < width; j++)
        {
            int[] columns = [.. Enumerable.Range(j * positions, positions)];
            Beta.Gradients[j] = dy.Sum(row => columns.Sum(k => row[k]));
            Gamma.Gradients[j] = dy.Select((row, i) => columns.Sum(k => row[k] * _hat[i][k])).Sum();
        }
        double[][] dx = [.. dy.Select(row => new double[row.Length])];
        foreach (var set in Sets(dy.Length))
        {
            var mean = set.Average(at => dy[at.Row][at.Column] * Gamma.Values[at.Column / positions]);
            var slope = set.Average(at => dy[at.Row][at.Column] * Gamma.Values[at.Column / positions] * _hat[at.Row][at.Column]);
            foreach (var (row, column) in set)
                dx[row][column] = _inverse[row][column] * (dy[row][column] * Gamma.Values[column / positions] - mean - _hat[row][column] * slope);
        }
        return dx;
    }

    private IEnumerable<(int Row, int Column)[]> Sets(int rows)
    {
        if (groups is not { } count)
            return Enumerable.Range(0, width).Select(map => Enumerable.Range(0, rows * positions).Select(i => (i / positions, map * positions + i % positions)).ToArray());
        var size = width / count * positions;
        return Enumerable.Range(0, rows * count).Select(set => Enumerable.Range(0, size).Select(i => (set / count, set % count * size + i)).ToArray());
    }
}

/// <summary>Multiplies by a mask that somebody else has drawn.</summary>
internal sealed class OracleDropout(Func<int, int, double> mask) : OracleLayer
{
    public override double[][] Forward(double[][] x) => [.. x.Select((row, i) => row.Select((value, j) => value * mask(i, j)).ToArray())];

    public override double[][] Backward(double[][] dy) => Forward(dy);
}
