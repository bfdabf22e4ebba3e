using System.Security.Cryptography;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A study's name never chooses a path: whatever it is, no file is touched outside the study's own folder.</summary>
public sealed class HostileNamesTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const string File = "studies.db";

    private readonly TemporaryFolder _folder = new();

    // The working directory has something around it, and in it, that must not be touched.
    private string Work => _folder.File("sandbox/work");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_with_studies_of_any_name_touches_nothing_but_their_own_folders() => await RunAsync(Some(0), File, File + "-checkpoints", File);

    [Fact]
    public async Task A_database_with_studies_of_any_name_touches_nothing_but_their_own_folders()
    {
        var address = await server.CreateDatabaseAsync();
        await RunAsync(Some(4), address, "checkpoints", null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_that_is_none_is_refused_before_anything_is_made_or_changed(bool isFile)
    {
        var store = isFile ? File : await server.CreateDatabaseAsync();
        Directory.CreateDirectory(Work);
        using var verbs = new VerbsProcess(Work);
        var empty = Snapshot([], null);
        foreach (var name in HostileNames.Refused)
            AssertRefused(1, await verbs.RunAsync(["run", "--store", store, .. Named(name)]));
        Assert.Equal(empty, Snapshot([], null));
        await verbs.RunAsync("run", "--store", store);
        var before = Snapshot([], null);

        foreach (var name in HostileNames.Refused)
        {
            foreach (var verb in (string[])["copy", "rename"])
                AssertRefused(2, await verbs.RunAsync(verb, "--store", store, "--", name));
        }

        Assert.Equal(before, Snapshot([], null));
        Assert.Equal(2, (await verbs.RunAsync("list", "--store", store, "--format", "csv")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        static void AssertRefused(int exitCode, CommandRun run)
        {
            Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
            Assert.StartsWith("A name has 1 to 500 characters", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', run.Error);
        }
    }

    /// <summary>What an earlier version took.</summary>
    [Fact]
    public async Task A_study_on_record_under_a_name_that_is_none_can_be_read_renamed_and_deleted()
    {
        const string failures = "1 of 2 trials failed with: System.InvalidOperationException: the second (`show 1` prints the error in full, `trials --state failed` lists all that failed)\n";
        var store = _folder.File(File);
        foreach (var (index, name) in HostileNames.Refused.Index())
        {
            var old = $"old{index}";
            await CommandRun.OfAsync(CheckpointStudy.Create(), "run", "--store", store, "--name", old);
            await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={store};Pooling=false"))
                await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE studies SET name = @name WHERE name = @old", new { name, old });
            var verbs = name.Length > 500 || index % 2 == 0 ? (string[][])[["report"], ["show"], ["rename", "good"]] : [["trials"], ["delete", "--yes"]];
            foreach (var verb in verbs)
                Assert.Equal((0, verb[0] == "report" ? failures : ""), await CommandRun.OfAsync(CheckpointStudy.Create(), [.. verb, "--store", store, .. Named(name)]) is var run ? (run.ExitCode, run.Error) : default);
            await CommandRun.OfAsync(CheckpointStudy.Create(), "delete", "--yes", "--store", store, "--name", "good");
        }
    }

    [Fact]
    public async Task A_folder_that_HyperSearch_did_not_make_is_left_alone_and_named()
    {
        var (store, mine) = (_folder.File(File), _folder.File("mine"));
        var checkpoints = StoreOption.CheckpointFilesOf(store)!;
        Directory.CreateDirectory(mine);
        await System.IO.File.WriteAllTextAsync(Path.Combine(mine, "0.checkpoint"), "my own", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoints.PathOf("x"))!);
        Directory.CreateSymbolicLink(checkpoints.PathOf("link"), mine);
        Directory.CreateDirectory(checkpoints.PathOf("folder"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(checkpoints.PathOf("folder"), "0.checkpoint"), "my own", TestContext.Current.CancellationToken);

        foreach (var name in (string[])["link", "folder"])
        {
            var run = await InvokeAsync("run", "--name", name);
            var copy = await InvokeAsync("copy", "--name", name, name + "2");
            var delete = await InvokeAsync("delete", "--yes", "--name", name);
            await InvokeAsync("run", "--name", "other");
            var refused = await InvokeAsync("rename", "--name", "other", name);

            Assert.Contains($"A checkpoint could not be saved: The folder {checkpoints.PathOf(name)} was not made by HyperSearch. Move it away.", run.Error, StringComparison.Ordinal);
            Assert.Equal((0, ""), (copy.ExitCode, copy.Error));
            Assert.Equal((0, $"Warning: {checkpoints.PathOf(name)} was not made by HyperSearch, and was left alone.\n"), (delete.ExitCode, delete.Error));
            Assert.Equal((1, $"The checkpoints of '{name}' would go to {checkpoints.PathOf(name)}, where there is something that HyperSearch did not write. Move it away, or choose another name: nothing was changed.\n"), (refused.ExitCode, refused.Error));
            Assert.Equal(0, (await InvokeAsync("show", "--name", "other")).ExitCode);
            Assert.Equal("my own", await System.IO.File.ReadAllTextAsync(Path.Combine(checkpoints.PathOf(name), "0.checkpoint"), TestContext.Current.CancellationToken));
        }

        Task<CommandRun> InvokeAsync(params string[] args) => CommandRun.OfAsync(CheckpointStudy.Create(), [.. args, "--store", store]);
    }

    [Fact]
    public async Task What_a_person_put_beside_the_checkpoints_stays()
    {
        var store = _folder.File(File);
        var folder = StoreOption.CheckpointFilesOf(store)!.PathOf(CheckpointStudy.Name);
        await CommandRun.OfAsync(CheckpointStudy.Create(), "run", "--store", store);
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "mine", TestContext.Current.CancellationToken);

        var delete = await CommandRun.OfAsync(CheckpointStudy.Create(), "delete", "--yes", "--store", store);

        Assert.Equal((0, $"Warning: In {folder} are files that HyperSearch did not write. They were left alone.\n"), (delete.ExitCode, delete.Error));
        Assert.Equal(["made-by-hypersearch", "notes.txt"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Null(StoreOption.CheckpointFilesOf(store)!.Delete("another"));
    }

    [Fact]
    public void Different_names_are_different_files_also_where_cases_and_forms_are_one()
    {
        string[] names = [.. HostileNames.All, .. HostileNames.Refused];
        var files = names.Select(FileName.Of).ToList();

        Assert.Equal(names.Length, files.Select(file => file.ToUpperInvariant().Normalize(System.Text.NormalizationForm.FormKC)).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.Matches("^[a-z0-9-]{20,61}$", file));
        Assert.All(files, file => Assert.DoesNotMatch("(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", file));
        Assert.StartsWith("my-study-2-", FileName.Of("My study (2)"), StringComparison.Ordinal);
    }

    // The usual run takes every eighth name here and every eighth there, HYPERSEARCH_TEST_KILLS all.
    private static IReadOnlyList<string> Some(int first) =>
        [.. HostileNames.All.Where((_, index) => index % 8 == first || TestKills.AreMany)];

    private async Task RunAsync(IReadOnlyList<string> names, string store, string root, string? file)
    {
        MakeDecoys(root);
        using var verbs = new VerbsProcess(Work);
        var before = Snapshot([], file);
        foreach (var pair in names.Chunk(2))
        {
            var (name, other) = (pair[0], pair.Length > 1 ? pair[1] : "other");
            Assert.Contains("the second", (await InvokeAsync("run", "--workers", "1", "--name=" + name)).Error, StringComparison.Ordinal);
            Assert.True(await HasCheckpointAsync(name), name);
            await DoneAsync("rename", "--name=" + name, "--", other);
            Assert.Equal((false, true), (Path.Exists(Path.GetDirectoryName(Checkpoint(name))), await HasCheckpointAsync(other)));
            await DoneAsync("copy", "--name=" + other, "--", name);
            Assert.Equal((true, true), (await HasCheckpointAsync(name), await HasCheckpointAsync(other)));
            Assert.Equal(before, Snapshot([name, other], file));
            await DoneAsync("delete", "--yes", "--name=" + name);
            await DoneAsync("delete", "--yes", "--name=" + other);
            Assert.Equal(before, Snapshot([], file));
        }

        string Checkpoint(string name) => Path.Combine(Work, root, FileName.Of(name), "0.checkpoint");

        // A database has them itself.
        async Task<bool> HasCheckpointAsync(string name) =>
            (await InvokeAsync("checkpoints", "--format", "csv", "--name=" + name)).Out.Contains("\n0,pruned,", StringComparison.Ordinal) && System.IO.File.Exists(Checkpoint(name)) == file is not null;

        // Positions last, behind "--".
        Task<CommandRun> InvokeAsync(string verb, params string[] args) => verbs.RunAsync([verb, "--store", store, .. args]);

        async Task DoneAsync(string verb, params string[] args)
        {
            var run = await InvokeAsync(verb, args);
            Assert.True(run is { ExitCode: 0, Error: "" }, $"{verb} {string.Join(' ', args)}: {run}");
        }
    }

    // Files and folders where names would lead that were taken as they are, or encoded as in addresses.
    private void MakeDecoys(string root)
    {
        foreach (var folder in (string[])["..", ".", "decoy", root, root + "/decoy", root + "/..", "hypersearch-checkpoints"])
        {
            Directory.CreateDirectory(Path.Combine(Work, folder));
            System.IO.File.WriteAllText(Path.Combine(Work, folder, "decoy.txt"), folder);
            System.IO.File.WriteAllText(Path.Combine(Work, folder, "0.checkpoint"), folder);
        }
        foreach (var name in HostileNames.All.Select(Uri.EscapeDataString).Where(name => name.Length < 200 && !Path.Exists(Path.Combine(Work, root, name))))
        {
            Directory.CreateDirectory(Path.Combine(Work, root, name));
            System.IO.File.WriteAllText(Path.Combine(Work, root, name, "0.checkpoint"), name);
        }
    }

    // With a value that may begin with a dash, or be empty.
    private static string[] Named(string name) => name.Length == 0 ? ["--name", name] : ["--name=" + name];

    // All that there is, but for the store itself and the folders of these studies.
    private SortedDictionary<string, string> Snapshot(string[] studies, string? file)
    {
        var sandbox = _folder.File("sandbox");
        var own = studies.Select(FileName.Of).ToHashSet(StringComparer.Ordinal);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(sandbox).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(sandbox, entry.FullName);
            if (path.Split(Path.DirectorySeparatorChar).Any(own.Contains) || (file is not null && path.StartsWith(Path.Combine("work", file), StringComparison.Ordinal) && !path.Contains("-checkpoints", StringComparison.Ordinal)))
                continue;
            found[path] = entry is FileInfo content ? Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(content.FullName))) : "folder";
        }
        return found;
    }
}
