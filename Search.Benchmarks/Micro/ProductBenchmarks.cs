using BenchmarkDotNet.Attributes;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>The forward product of a dense layer, y[m, n] = x[m, k] · w[k, n], against three plain loops.</summary>
public unsafe class ProductBenchmarks
{
    private readonly Arena _arena = new();
    private Matrix _x;
    private Matrix _y;
    private float* _weights;
    private float* _bias;

    /// <summary>Rows: the mini-batch.</summary>
    [Params(100)]
    public int M { get; set; }

    /// <summary>Inputs of the layer.</summary>
    [Params(100, 784)]
    public int K { get; set; }

    /// <summary>Outputs of the layer.</summary>
    [Params(100)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_x, _y) = (_arena.AllocateMatrix(M, K), _arena.AllocateMatrix(M, N));
        _weights = _arena.Allocate(Panels.Size(K, N));
        _bias = _arena.Allocate(Panels.Count(N) * Panels.Width);
    }

    [Benchmark(Baseline = true)]
    public void ThreeLoops()
    {
        for (var i = 0; i < M; i++)
        {
            for (var j = 0; j < N; j++)
            {
                var sum = _bias[j];
                for (var k = 0; k < K; k++)
                    sum += _x[i, k] * _weights[Panels.Index(K, k, j)];
                _y[i, j] = sum;
            }
        }
    }

    [Benchmark]
    public void Kernel() => MatrixProduct.Forward(_x, _weights, _bias, _y, MatrixProduct.Widest);
}
