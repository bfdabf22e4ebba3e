namespace Search.Tests;

/// <summary>The manifests of a Job of workers, by what Kubernetes publishes of its objects.</summary>
public sealed class KubernetesManifestTests
{
    private const string Store = "postgres://me@db.example/studies";

    [Theory]
    [InlineData("launch-kubernetes", "churn", "--workers", "40", "--image", "registry.example/churn:1")]
    [InlineData("launch-kubernetes-all", "it's $HOME: \"yes\" #1", "--workers", "40", "--at-once", "10", "--image", "churn@sha256:0a", "--namespace", "search", "--cpus", "500m", "--memory", "8Gi", "--gpus", "2",
        "--grace", "90s", "--restarts", "0", "--worker-command", "dotnet run \"my study.cs\" -- work")]
    public async Task They_are_printed_as_expected(string name, params string[] args)
    {
        var run = await PrintAsync(args);

        Assert.Equal("`kubectl apply -f FILE` applies it, or --submit does. The password is not in it: see its beginning.\n", run.Error);
        Expectation.Matches(name, run.Out, "yaml");
    }

    [Theory]
    [InlineData("--workers", "1")]
    [InlineData("--workers", "100000", "--restarts", "0")]
    [InlineData("--workers", "40", "--at-once", "10", "--namespace", "search", "--gpus", "1", "--grace", "12h")]
    [InlineData("--workers", "3", "--cpus", "0.5", "--memory", "1G", "--worker-command", "worker")]
    public async Task They_keep_to_the_published_schema_and_to_the_rules_of_a_Job(params string[] args)
    {
        var documents = YamlDocuments.Read((await PrintAsync(["churn", "--image", "churn:1", .. args])).Out);

        Assert.Equal(["Secret", "Job"], documents.Select(document => (string)document["kind"]!));
        Assert.Empty(documents.SelectMany(KubernetesSchema.Faults));
        Assert.Empty(JobRules.Broken(documents[1]));
    }

    [Theory]
    [InlineData("completionMode: Indexed", "completionMode: NonIndexed")]
    [InlineData("completionMode: Indexed", "completionMode: indexed")]
    [InlineData("completions: 4", "completions: \"4\"")]
    [InlineData("completions: 4", "completions: 4\n  completion: 4")]
    [InlineData("restartPolicy: Never", "restartPolicy: OnFailure")]
    [InlineData("status: \"True\"", "status: True")]
    [InlineData("type: DisruptionTarget\n", "kind: DisruptionTarget\n")]
    [InlineData("        - name: worker\n", "        - name: Worker\n")]
    [InlineData("values: [130]", "values: [0]")]
    [InlineData("parallelism: 4", "parallelism: 4.5")]
    [InlineData("maxFailedIndexes: 2", "maxFailedIndexes: 5")]
    public async Task A_change_for_the_worse_is_found_out(string right, string wrong)
    {
        var text = (await PrintAsync("churn", "--image", "churn:1", "--workers", "4")).Out;
        Assert.Contains(right, text, StringComparison.Ordinal);

        IEnumerable<string> Faults()
        {
            var documents = YamlDocuments.Read(text.Replace(right, wrong, StringComparison.Ordinal));
            return documents.SelectMany(KubernetesSchema.Faults).Concat(documents.Skip(1).SelectMany(JobRules.Broken));
        }

        Assert.True(Record.Exception(() => Assert.NotEmpty(Faults())) is null or InvalidOperationException);
    }

    [Fact]
    public async Task A_worker_is_called_with_the_study_whatever_it_is_called()
    {
        foreach (var study in HostileNames.All)
        {
            var run = await ToolRun.OfAsync("launch", "kubernetes", "--image", "churn:1", "--workers", "4", "--store", Store, "--", study);
            var documents = YamlDocuments.Read(run.Out);

            Assert.Empty(documents.SelectMany(KubernetesSchema.Faults).Concat(JobRules.Broken(documents[1])));
            Assert.Equal(study, (string?)documents[1]["metadata"]!["annotations"]!["hypersearch-study"]);
            Assert.Equal(["hypersearch", "work", .. study[0] == '-' ? (string[])["--"] : [], study, "--store", Store, "--workers", "1", "--grace", "60s"], PodContainer.Of(documents).Command);
            // On a terminal they are the same manifests.
            Assert.Equal(run.Out, HyperSearch.Runner.SafeText.Lines(run.Out));
        }
    }

    [Fact]
    public async Task The_password_stands_nowhere_unless_it_is_asked_for()
    {
        string[] args = ["churn", "--workers", "4", "--image", "churn:1", "--store", "postgres://me:open%20sesame@db/studies"];
        var without = await ToolRun.OfAsync(["launch", "kubernetes", .. args]);
        var with = await ToolRun.OfAsync(["launch", "kubernetes", .. args, "--with-password"]);

        Assert.DoesNotContain("sesame", without.Out + without.Error, StringComparison.Ordinal);
        var container = PodContainer.Of(YamlDocuments.Read(with.Out));
        Assert.Equal("open sesame", container.Variables["PGPASSWORD"]);
        Assert.DoesNotContain(container.Command, word => word.Contains("sesame", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("launch-dockerfile")]
    [InlineData("launch-dockerfile-study", "--worker-command", "dotnet run \"my study.cs\" -- work")]
    public async Task The_Dockerfile_is_printed_as_expected(string name, params string[] args)
    {
        var run = await ToolRun.OfAsync(["launch", "kubernetes", "churn", "--workers", "4", "--store", Store, "--dockerfile", .. args]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var version = typeof(HyperSearch.Tool.LaunchName).Assembly.GetName().Version!.ToString(3);
        Expectation.Matches(name, run.Out.Replace($"--version {version}", "--version VERSION", StringComparison.Ordinal), "txt");
    }

    private static async Task<CommandRun> PrintAsync(params string[] args)
    {
        var run = await ToolRun.OfAsync(["launch", "kubernetes", .. args, "--store", Store]);
        Assert.Equal(0, run.ExitCode);
        return run;
    }
}
