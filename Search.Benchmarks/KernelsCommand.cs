using System.Diagnostics;
using System.Globalization;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary><c>kernels [--csv FILE]</c>: the three matrix products of a training step, as a share of the FMA peak
/// measured in the same run.</summary>
internal static class KernelsCommand
{
    private static readonly (int M, int K, int N)[] Shapes =
    [
        (128, 784, 512), (128, 512, 256), (128, 256, 128), (128, 128, 10),
        (32, 784, 512), (32, 512, 256), (32, 256, 128),
        // The narrow net of the searches, and eight of its first layers side by side.
        (100, 784, 100), (100, 784, 800), (100, 100, 100), (100, 100, 10),
    ];

    private static readonly string[] Products = ["forward", "input gradient", "weight gradient"];

    public static int Run(string[] args)
    {
        var lines = new List<string> { "m,k,n,product,gflops,percent_of_peak" };
        Print(Shapes, lines);
        if (args is ["--csv", var file])
            File.WriteAllLines(file, lines);
        return 0;
    }

    /// <param name="lines">where the figures go as comma-separated values, if anywhere</param>
    public static void Print(IEnumerable<(int M, int K, int N)> shapes, List<string>? lines)
    {
        Console.WriteLine($"FMA peak of this core: {KernelPeak.Measure():F1} GFLOP/s ({MatrixProduct.Widest})");
        Console.WriteLine($"{"m",5} {"k",5} {"n",5}  {"product",-16} {"GFLOP/s",8} {"of peak",8}");
        foreach (var (m, k, n) in shapes)
        {
            for (var product = 0; product < Products.Length; product++)
            {
                // The clock wanders, so each product is set against the peak of its own moment.
                double before = KernelPeak.Measure(5), gflops = Measure(m, k, n, product), peak = Math.Max(before, KernelPeak.Measure(5));
                var percent = 100 * gflops / peak;
                Console.WriteLine($"{m,5} {k,5} {n,5}  {Products[product],-16} {gflops,8:F1} {percent,7:F1}%");
                lines?.Add(string.Create(CultureInfo.InvariantCulture, $"{m},{k},{n},{Products[product]},{gflops:R},{percent:R}"));
            }
        }
    }

    /// <summary>The median of many short runs, packing included.</summary>
    public static unsafe double Measure(int m, int k, int n, int product)
    {
        var arena = new Arena();
        Matrix x = arena.AllocateMatrix(m, k), y = arena.AllocateMatrix(m, n);
        float* w = arena.Allocate(Panels.Size(k, n)), gradient = arena.Allocate(Panels.Size(k, n)), transposed = arena.Allocate(Panels.Size(n, k));
        var bias = arena.Allocate(Panels.Padded(n) + Panels.Width);
        var width = MatrixProduct.Widest;
        var flops = 2.0 * m * k * n;
        var inner = (int)Math.Clamp(2e8 / flops, 1, 1000);
        var rates = new double[60];
        for (var run = 0; run < rates.Length; run++)
        {
            var begin = Stopwatch.GetTimestamp();
            for (var i = 0; i < inner; i++)
            {
                switch (product)
                {
                    case 0:
                        MatrixProduct.Forward(x, w, bias, y, width);
                        break;
                    case 1:
                        PanelTranspose.Run(w, k, n, transposed, width);
                        MatrixProduct.InputGradient(y, transposed, x, width);
                        break;
                    default:
                        MatrixProduct.WeightGradient(x, y, gradient, width);
                        break;
                }
            }

            rates[run] = flops * inner / Stopwatch.GetElapsedTime(begin).TotalSeconds / 1e9;
        }

        GC.KeepAlive(arena);
        Array.Sort(rates);
        return rates[rates.Length / 2];
    }
}
