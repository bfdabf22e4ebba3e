using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Search.Benchmarks;

/// <summary><c>micro [--filter *NAME*]</c>: single operations under BenchmarkDotNet, each against its plain twin.</summary>
internal static class MicroCommand
{
    public static int Run(string[] args)
    {
        // In this process: this version of BenchmarkDotNet does not know the runtime well enough to build for it.
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        string[] all = ["--filter", "*"];
        return BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(args.Length > 0 ? args : all, config).Any() ? 0 : 1;
    }
}
