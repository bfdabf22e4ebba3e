using HyperSearch.Core;
using HyperSearch.Runner;
using HyperSearch.Tool;

namespace Search.Tests;

/// <summary>What <c>launch</c> says, and what it refuses.</summary>
public sealed class LaunchCommandTests
{
    private static readonly string[] Slurm = ["launch", "slurm", "churn", "--workers", "4"];
    private static readonly string[] Kubernetes = ["launch", "kubernetes", "churn", "--workers", "4"];

    [Theory]
    [InlineData("help-launch", "launch")]
    [InlineData("help-launch-slurm", "launch", "slurm")]
    [InlineData("help-launch-kubernetes", "launch", "kubernetes")]
    public async Task Help_is_as_expected(string name, params string[] verb)
    {
        var help = await ToolRun.OfAsync([.. verb, "--help"]);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Expectation.Matches(name, help.Out);
    }

    [Theory]
    [InlineData("`launch` is followed by slurm or kubernetes.", "launch")]
    [InlineData("`launch` is followed by slurm or kubernetes, but it is 'nomad'.", "launch", "nomad")]
    [InlineData("`launch` needs --workers N: how many workers the study is to have. Or --status.", "launch", "slurm", "churn")]
    [InlineData("--submit and --status exclude each other.", "launch", "slurm", "churn", "--submit", "--status")]
    [InlineData("`N <= 100000` must hold for --workers, but it is 100001.", "launch", "slurm", "churn", "--workers", "100001")]
    [InlineData("`0 <= N <= 100` must hold for --restarts, but it is -1.", "launch", "slurm", "churn", "--workers", "4", "--restarts", "-1")]
    [InlineData("`grace <= 12h` must hold, but --grace is 13h.", "launch", "slurm", "churn", "--workers", "4", "--grace", "13h")]
    [InlineData("--worker-command is empty.", "launch", "slurm", "churn", "--workers", "4", "--worker-command", " ")]
    [InlineData("--partition takes a text on one line, but it is 'a\\nb'.", "launch", "slurm", "churn", "--workers", "4", "--partition", "a\nb")]
    [InlineData("--sbatch takes options of sbatch on one line, such as \"--qos=high\", but it is 'qos=high'.", "launch", "slurm", "churn", "--workers", "4", "--sbatch", "qos=high")]
    [InlineData("--sbatch takes what `launch slurm` has no option for, but --array is set by it. `launch slurm --help` lists its options.", "launch", "slurm", "churn", "--workers", "4", "--sbatch", "--qos=a --array=1-3")]
    [InlineData("--sbatch takes what `launch slurm` has no option for, but -J is set by it. `launch slurm --help` lists its options.", "launch", "slurm", "churn", "--workers", "4", "--sbatch", "-J x")]
    [InlineData("`launch kubernetes` needs --image IMAGE, in which the workers run. --dockerfile prints how to make one.", "launch", "kubernetes", "churn", "--workers", "4")]
    [InlineData("--memory takes a quantity of Kubernetes, such as 2Gi, but it is '8 GB'.", "launch", "kubernetes", "churn", "--workers", "4", "--image", "a", "--memory", "8 GB")]
    [InlineData("--namespace takes a DNS label: letters a to z, digits and -, at most 63, but it is 'A'.", "launch", "kubernetes", "churn", "--workers", "4", "--image", "a", "--namespace", "A")]
    [InlineData("--image takes the name of an image, such as registry.example/churn:1, but it is 'a b'.", "launch", "kubernetes", "churn", "--workers", "4", "--image", "a b")]
    public async Task Wrong_usage_is_told_in_its_own_words(string message, params string[] args)
    {
        var run = await ToolRun.OfAsync(args);

        Assert.Equal((2, "", message), (run.ExitCode, run.Out, run.Error.Split('\n')[0]));
    }

    [Theory]
    [InlineData("runs.db")]
    [InlineData("./postgres")]
    public async Task A_file_is_no_store_for_several_hosts(string file)
    {
        foreach (var args in (string[][])[[.. Slurm], [.. Kubernetes, "--image", "a"], [.. Slurm, "--submit"], ["launch", "slurm", "churn", "--status"]])
        {
            var run = await ToolRun.OfAsync([.. args, "--store", file]);

            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Equal($"Workers on several hosts need a PostgreSQL database as their store, but it is the file '{file}'. Take the study there with `hypersearch copy STUDY NEW-NAME --to postgres://user@host/database`, and name that with --store.\n", run.Error);
        }
    }

    [Theory]
    [InlineData("postgres://me:open%20sesame@db/studies")]
    [InlineData("Host=db;Username=me;Password=open sesame;Database=studies")]
    public async Task A_password_is_left_out_of_what_is_printed(string store)
    {
        foreach (var args in (string[][])[[.. Slurm], [.. Kubernetes, "--image", "a"], [.. Kubernetes, "--dockerfile"]])
        {
            var run = await ToolRun.OfAsync([.. args, "--store", store]);

            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain("sesame", run.Out + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Password=", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("postgres://me@localhost/studies", true)]
    [InlineData("postgres://me@127.0.0.1:5433/studies", true)]
    [InlineData("Host=/var/run/postgresql;Database=studies", true)]
    [InlineData("postgres://me@db/studies", false)]
    public async Task A_store_that_each_host_takes_for_its_own_is_warned_about(string store, bool isWarned)
    {
        var run = await ToolRun.OfAsync([.. Slurm, "--store", store]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(isWarned, run.Error.Contains("Warning: each host takes the store's address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_time_limit_must_leave_time_to_work()
    {
        var run = await ToolRun.OfAsync([.. Slurm, "--store", "postgres://me@db/studies", "--time", "4m", "--grace", "90s"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("`time >= grace + 3m` must hold", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_here_is_told_as_that()
    {
        var missing = await Assert.ThrowsAsync<CommandFailedException>(() => ClusterProgram.RunAsync(["no-such-program"], "", password: null, TestContext.Current.CancellationToken));

        Assert.Equal("`no-such-program` is not installed here, or not on the PATH. Without --submit and --status, `launch` prints what it would submit, and needs no cluster: submit that where one is.", missing.Message);
    }

    [Fact]
    public void The_status_shows_what_workers_run_and_why_they_have_ended()
    {
        var workers = KubernetesWorkers.Parse(
            """
            {"items": [
              {"metadata": {"name": "churn-1-b", "annotations": {"batch.kubernetes.io/job-completion-index": "1", "batch.kubernetes.io/job-index-failure-count": "2"}}, "spec": {"nodeName": "node2"},
               "status": {"phase": "Failed", "startTime": "2026-01-31T12:00:00Z", "containerStatuses": [{"name": "worker", "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled", "finishedAt": "2026-01-31T12:10:00Z", "message": "one\ntwo \u001b[31m\n"}}}]}},
              {"metadata": {"name": "churn-0-a", "annotations": {"batch.kubernetes.io/job-completion-index": "0"}}, "spec": {"nodeName": "node1"}, "status": {"phase": "Running", "startTime": "2026-01-31T11:00:00Z"}},
              {"metadata": {"name": "churn-2-c", "annotations": {"batch.kubernetes.io/job-completion-index": "2"}}, "spec": {}, "status": {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/3 nodes are available"}]}},
              {"metadata": {"name": "churn-3-d", "annotations": {"batch.kubernetes.io/job-completion-index": "3"}}, "spec": {"nodeName": "node2"}, "status": {"phase": "Pending", "containerStatuses": [{"name": "worker", "state": {"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}}}]}},
              {"metadata": {"name": "churn-4-e", "annotations": {"batch.kubernetes.io/job-completion-index": "4"}}, "spec": {"nodeName": "node3"},
               "status": {"phase": "Failed", "startTime": "2026-01-31T12:00:00Z", "conditions": [{"type": "DisruptionTarget", "status": "True", "reason": "EvictionByEvictionAPI"}], "containerStatuses": [{"name": "worker", "state": {"terminated": {"exitCode": 130, "finishedAt": "2026-01-31T12:01:00Z", "message": "Stopping"}}}]}},
              {"metadata": {"name": "churn-5-f", "annotations": {"batch.kubernetes.io/job-completion-index": "5"}}, "spec": {"nodeName": "node3"},
               "status": {"phase": "Succeeded", "startTime": "2026-01-31T12:00:00Z", "containerStatuses": [{"name": "worker", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-01-31T12:02:00Z"}}}]}}
            ]}
            """,
            new(2026, 1, 31, 12, 30, 0, TimeSpan.Zero));
        var trials = WorkerTrials.ByWorker(
        [
            new(0, 1, AttemptEnd.Complete) { Worker = "process 1 on churn-0, churn-0-a" },
            new(1, 1, AttemptEnd.Died) { Worker = "process 1 on churn-1, churn-1-b" },
            new(2, 1, AttemptEnd.Pruned) { Worker = "process 1 on churn-0, churn-0-a" },
            new(1, 2, End: null) { Worker = "process 1 on churn-0, churn-0-a" },
            new(3, 1, End: null) { Worker = "process 7 on laptop" },
        ]);
        using var standardOutput = new StringWriter { NewLine = "\n" };

        WorkerReport.Write("churn", new(Complete: 1, Pruned: 1, Failed: 0, Running: 2, Waiting: 0), workers, trials, new(standardOutput, outTerminal: null, TextWriter.Null, errorTerminal: null, TextReader.Null));

        Expectation.Matches("launch-status", standardOutput.ToString());
    }
}
