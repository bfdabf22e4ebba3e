using System.Text;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>A checkpoint that cannot be read counts as none: it is named, and the trial starts anew.</summary>
public sealed class UnreadableCheckpointTests : IDisposable
{
    private static readonly SearchSpace Line = new(new FloatParameter("x", 0, 1));
    private static readonly Trial Trial = new(0, TrialState.Running, new Point([0.5]));
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => _folder.File("studies.db-checkpoints");

    private string Place => Path.Combine(new CheckpointFolder(Folder).PathOf("study"), "0.checkpoint");

    private CheckpointFile File => new(Folder, "study", Line, Trial, _warnings.Add);

    public static TheoryData<string> Headers =>
    [
        "", "\n", "null\n", "[]\n", "{}\n", "7\n", "\"x\"\n", "not JSON\n", "{\"Step\":1\n", "\0\0\0\0\n", "PNG\r\n\u001a\n",
        """{"Step":1,"Values":null,"Measurements":[]}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":null}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":[null]}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":[[1]]}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":[[1,2,3]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[2,0],[1,0]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[1,0],[1,0]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[1.5,0]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[4,0]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[1e300,0]]}""" + "\n",
        """{"Step":3,"Values":"x=0.5","Measurements":[[1,1e999]]}""" + "\n",
        """{"Step":3e9,"Values":"x=0.5","Measurements":[]}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":[]}""",
        """{"Step":1,"Values":"x=0.5","Measurements":[]}""" + "\n",
        """{"Step":1,"Values":"x=0.5","Measurements":[]}""" + "\nsome content, and no checksum of its own",
        new string('[', 100_000) + "\n",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void Whatever_the_file_begins_with(string content)
    {
        File.Write(1, [new(1, 0.5)], stream => stream.WriteByte(7));
        System.IO.File.WriteAllText(Place, content);

        AssertUnreadable();
        File.Write(2, [], stream => stream.WriteByte(8));
        Assert.Equal(2, File.Read()!.Value.Checkpoint.Step);
    }

    /// <summary>At each byte of its header, its content and its checksum; a file of another trial is none without a warning.</summary>
    [Fact]
    public void Wherever_a_byte_is_changed_or_the_end_is_cut_off()
    {
        File.Write(3, [new(1, 0.5), new(3, 0.25)], stream => stream.Write(new byte[50]));
        var whole = System.IO.File.ReadAllBytes(Place);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x11;
            System.IO.File.WriteAllBytes(Place, changed);
            Assert.Null(File.Read());
            System.IO.File.WriteAllBytes(Place, whole[..i]);
            _warnings.Clear();
            Assert.Null(File.Read());
            Assert.Single(_warnings);
        }
        System.IO.File.WriteAllBytes(Place, [.. whole, 0]);
        AssertUnreadable();
    }

    /// <summary>Nothing of that length is made in memory.</summary>
    [Fact]
    public void A_file_of_a_terabyte_without_a_line()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("It needs files with holes.");
        new CheckpointFolder(Folder).Create("study");
        using (var file = System.IO.File.OpenWrite(Place))
            file.SetLength(1L << 40);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(File.Read());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
        Assert.False(File.Exists);
    }

    [Fact]
    public void A_folder_in_its_place()
    {
        new CheckpointFolder(Folder).Create("study");
        Directory.CreateDirectory(Place);

        AssertUnreadable();
        File.Delete();
        Assert.True(Directory.Exists(Place));
    }

    [Fact]
    public void A_file_that_may_not_be_read()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("A privileged process may read anything.");
        File.Write(1, [], stream => stream.WriteByte(7));
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(Place, UnixFileMode.None);

        AssertUnreadable();
    }

    [Fact]
    public async Task A_run_warns_once_and_ends_as_if_there_were_no_checkpoint()
    {
        await using var store = new SqliteStudyStore(_folder.File("studies.db"));
        var began = new List<int?>();
        var study = Studies.Create((_, trial, _) =>
        {
            lock (began)
                began.Add(trial.Checkpoint?.Step);
            trial.Report(1, 0.5);
            return 1;
        }, trials: 3);
        var record = await store.OpenAsync(Studies.Define(study), Cancel);
        var waiting = await WaitAsync(record, Folder);
        await System.IO.File.WriteAllTextAsync(waiting, "a header of another program\n", Cancel);
        var runner = new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1, CheckpointFolder = Folder });

        await runner.RunAsync(Cancel);

        Assert.Equal([null, null, null], began);
        Assert.All(await record.ReadAsync(Cancel), trial => Assert.Equal((TrialState.Complete, 1), (trial.State, trial.Measurements.Count)));
        Assert.StartsWith($"The checkpoint {waiting} cannot be read, and counts as none: trial 0 starts anew.", Assert.Single(runner.Monitor.Snapshot().Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a header of another program\n")]
    [InlineData("{\"Step\":1,\"Values\":\"x=0\",\"Measurements\":[[1]]}\n")]
    public async Task A_process_warns_and_ends_well(string content)
    {
        var store = _folder.File("studies.db");
        var study = ProcessStudy.Create();
        string waiting;
        await using (var opened = new SqliteStudyStore(store))
        {
            var record = await opened.OpenAsync(Studies.Define(study) with { Options = study.Options.ToDictionary(option => option.Name, option => option.Value) }, Cancel);
            waiting = await WaitAsync(record, Folder);
        }
        await System.IO.File.WriteAllTextAsync(waiting, content, Cancel);
        using var process = StudyProcess.Start("run", "--store", store, "--trials", "2");

        var end = await process.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.Contains($"Warning: The checkpoint {waiting} cannot be read, and counts as none: trial 0 starts anew.", end.Error, StringComparison.Ordinal);
        Assert.Contains("2 complete", end.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_and_what_a_live_one_writes_stays()
    {
        var folder = new CheckpointFolder(Folder);
        File.Write(1, [], stream => stream.WriteByte(7));
        var left = $"{Place}.{Guid.NewGuid():N}.hypersearch-tmp";
        System.IO.File.WriteAllText(left, "half");
        System.IO.File.WriteAllText(Place + ".hypersearch-tmp", "a person's");

        File.Write(2, [], stream =>
        {
            folder.RemoveLeftovers("study");
            stream.WriteByte(8);
        });

        Assert.Equal(2, File.Read()!.Value.Checkpoint.Step);
        Assert.False(System.IO.File.Exists(left));
        Assert.Equal(["0.checkpoint", "0.checkpoint.hypersearch-tmp", "made-by-hypersearch"], Directory.GetFiles(folder.PathOf("study")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void AssertUnreadable()
    {
        _warnings.Clear();
        Assert.Null(File.Read());
        Assert.StartsWith($"The checkpoint {Place} cannot be read, and counts as none: trial 0 starts anew. ", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    // A trial that saved a checkpoint, then was interrupted: where that is.
    private static async Task<string> WaitAsync(IStudyRecord record, string folder)
    {
        var trial = (await record.StartAsync(_ => new(new Point([.. Enumerable.Repeat(0.5, record.Study.Space.Count)])), null, Cancel))!;
        new CheckpointFile(folder, record.Study.Name, record.Study.Space, trial).Write(1, [], stream => stream.Write(Encoding.UTF8.GetBytes("content")));
        await record.ReleaseAsync(trial);
        return Path.Combine(new CheckpointFolder(folder).PathOf(record.Study.Name), "0.checkpoint");
    }
}
