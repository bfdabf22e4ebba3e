using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Search.Tests;

/// <summary>A Slurm of a test class's own, of this machine alone, from the installed binaries: its own key, sockets, ports and folders. It starts with the first test that needs it.</summary>
public sealed class SlurmCluster : IAsyncDisposable
{
    // As many tasks as a test runs at once, however few cores there are.
    private const int Cores = 16;

    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _daemons = [];

    /// <summary>Its configuration, by which every program of Slurm finds it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal) { ["SLURM_CONF"] = _folder.File("slurm.conf") };

    /// <summary>Starts it; the test is skipped where Slurm is not installed.</summary>
    public async Task StartAsync()
    {
        Assert.SkipWhen(Programs.Any(program => PathOf(program) is null), "There is no Slurm on the PATH or in /usr/sbin. Install one, for example with: apt-get install slurm-wlm munge");
        if (_daemons.Count > 0)
            return;
        foreach (var folder in (string[])["state", "spool"])
            Directory.CreateDirectory(_folder.File(folder));
        await File.WriteAllBytesAsync(_folder.File("munge.key"), RandomNumberGenerator.GetBytes(1024));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.File("munge.key"), UnixFileMode.UserRead);
        await File.WriteAllTextAsync(_folder.File("slurm.conf"), Configuration());
        StartDaemon("munged", "--force", "--foreground", $"--key-file={_folder.File("munge.key")}", $"--socket={_folder.File("munge.socket")}", $"--pid-file={_folder.File("munge.pid")}",
            $"--log-file={_folder.File("munge.log")}", $"--seed-file={_folder.File("munge.seed")}");
        await WaitAsync(() => Task.FromResult(File.Exists(_folder.File("munge.socket"))));
        StartDaemon("slurmctld", "-D");
        StartDaemon("slurmd", "-D");
        await WaitAsync(async () => (await RunAsync("sinfo", "--noheader", "--format=%T")).Out.Trim() == "idle");
    }

    /// <summary>Runs a program of Slurm's.</summary>
    internal async Task<CommandRun> RunAsync(params string[] command)
    {
        using var process = StudyProcess.StartAny(command, Environment);
        return await process.EndAsync();
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Asked again and again.</param>
    /// <param name="mostMinutes">How long.</param>
    public async Task WaitAsync(Func<Task<bool>> isSo, int mostMinutes = 2)
    {
        for (var end = Stopwatch.StartNew(); !await isSo(); await Task.Delay(200))
        {
            if (_daemons.FirstOrDefault(daemon => daemon.HasExited) is { } ended)
                throw new InvalidOperationException($"{ended.StartInfo.FileName} has ended: {await ended.StandardError.ReadToEndAsync()}");
            if (end.Elapsed > TimeSpan.FromMinutes(mostMinutes))
                throw new TimeoutException($"Slurm does not do what the test waits for. It has: {(await RunAsync("squeue", "--array", "--states=all")).Out}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemons.Count > 1)
        {
            await RunAsync("scancel", "--signal=KILL", "--full", "--state=RUNNING");
            await RunAsync("scancel", "--state=PENDING");
            await WaitAsync(async () => (await RunAsync("squeue", "--noheader")).Out.Length == 0);
        }
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{daemon.Id}"]))
                await kill.WaitForExitAsync();
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
        _folder.Dispose();
    }

    // A node whose processes are found by their parents, since not everybody may make control groups, and a requeued task that waits
    // for 5 s rather than two minutes.
    private string Configuration()
    {
        var host = System.Environment.MachineName.Split('.')[0];
        var (controller, node) = (FreePort(), FreePort());
        return $"""
            ClusterName=tests
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={controller}
            SlurmdPort={node}
            SlurmUser={System.Environment.UserName}
            SlurmdUser={System.Environment.UserName}
            AuthType=auth/munge
            AuthInfo=socket={_folder.File("munge.socket")},cred_expire=5
            StateSaveLocation={_folder.File("state")}
            SlurmdSpoolDir={_folder.File("spool")}
            SlurmctldPidFile={_folder.File("slurmctld.pid")}
            SlurmdPidFile={_folder.File("slurmd.pid")}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            MpiDefault=none
            SchedulerType=sched/builtin
            SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
            SlurmdParameters=config_overrides
            ReturnToService=2
            KillWait=5
            MailProg=/bin/true
            NodeName={host} NodeAddr=127.0.0.1 Port={node} CPUs={Cores} CoresPerSocket={Cores} RealMemory=1000 State=UNKNOWN
            PartitionName=tests Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """;
    }

    private void StartDaemon(string program, params string[] args)
    {
        var start = new ProcessStartInfo(PathOf(program)!, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var daemon = Process.Start(start)!;
        _ = daemon.StandardOutput.ReadToEndAsync();
        _daemons.Add(daemon);
    }

    // Not everybody has /usr/sbin on the path.
    private static string? PathOf(string program) => (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
