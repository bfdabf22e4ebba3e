using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>The files that trials leave, as a person keeps and gets them.</summary>
public sealed class ArtifactTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private string Contents => Store + "-artifacts";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_the_best_two_keep_theirs_the_others_are_gone_from_the_disk_too()
    {
        await InvokeAsync(Saving(Artifacts.OfBest(2)), "run", "--workers", "2");

        var listed = (await InvokeAsync(Saving(Artifacts.All), "artifacts", "--format", "csv")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["18,model,2", "19,model,2"], listed.Skip(1).Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal(2, ContentsIn(Contents));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(0, false)]
    public async Task All_keep_theirs_or_none_does(int kept, bool all)
    {
        await InvokeAsync(Saving(all ? Artifacts.All : Artifacts.None), "run", "--workers", "2");

        Assert.Equal(kept, ContentsIn(Contents));
        Assert.Equal(all, Directory.Exists(Contents));
    }

    [Fact]
    public async Task The_best_model_comes_out_by_name_and_replaces_a_file_once_it_is_whole()
    {
        var study = Saving(Artifacts.All);
        await InvokeAsync(study, "run");
        var file = _folder.File("model.bin");
        await File.WriteAllTextAsync(file, "before");

        var best = await InvokeAsync(study, "artifact", "best", "model", "-o", file);
        Assert.Equal((0, $"wrote 'model' of trial 19 to {file}: 2 bytes\n"), (best.ExitCode, best.Out));
        Assert.Equal([19, 7], await File.ReadAllBytesAsync(file));
        Assert.Equal(0, (await InvokeAsync(study, "artifact", "3", "model", "--output", file)).ExitCode);
        Assert.Equal([3, 7], await File.ReadAllBytesAsync(file));
        Assert.Contains("artifact  model, 2 bytes", (await InvokeAsync(study, "show", "3")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("best", "weights", "No trial of 'test-study' has an artifact 'weights'. There are: model.\n")]
    [InlineData("best", "../model", "No trial of 'test-study' has an artifact '../model'. There are: model.\n")]
    [InlineData("99", "model", "Trial 99 has no artifact 'model'. These have: 0, 1, 2.\n")]
    [InlineData("worst", "model", "'worst' is no trial: give its number, or `best`.\n")]
    public async Task What_is_not_there_is_told(string trial, string name, string error)
    {
        var study = Saving(Artifacts.All, trials: 3);
        await InvokeAsync(study, "run");

        var run = await InvokeAsync(study, "artifact", trial, name, "-o", _folder.File("model.bin"));

        Assert.Equal((1, error), (run.ExitCode, run.Error));
        Assert.False(File.Exists(_folder.File("model.bin")));
    }

    [Fact]
    public async Task A_content_that_was_changed_or_removed_is_told_and_not_handed_out()
    {
        var study = Saving(Artifacts.All, trials: 2);
        await InvokeAsync(study, "run");
        foreach (var file in Directory.GetFiles(Contents, "*.artifact"))
            await File.WriteAllBytesAsync(file, [9, 9]);

        var run = await InvokeAsync(study, "artifact", "best", "model", "-o", _folder.File("model.bin"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The content of 'model' of trial 1 is damaged", run.Error, StringComparison.Ordinal);
        Directory.Delete(Contents, recursive: true);
        Assert.Contains("cannot be read", (await InvokeAsync(study, "artifact", "best", "model", "-o", _folder.File("model.bin"))).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("model.bin")));
    }

    [Fact]
    public async Task A_content_that_was_changed_is_whole_again_once_a_trial_saves_the_same()
    {
        var study = Saving(Artifacts.All, trials: 1);
        await InvokeAsync(study, "run");
        await File.WriteAllBytesAsync(Assert.Single(Directory.GetFiles(Contents, "*.artifact")), [9, 9]);

        await InvokeAsync(study, "run", "--name", "again");

        Assert.Equal(0, (await InvokeAsync(study, "artifact", "0", "model", "-o", _folder.File("model.bin"))).ExitCode);
        Assert.Equal([0, 7], await File.ReadAllBytesAsync(_folder.File("model.bin")));
    }

    [Fact]
    public async Task A_record_that_was_edited_names_no_other_file()
    {
        var study = Saving(Artifacts.All, trials: 1);
        await InvokeAsync(study, "run");
        await using (var connection = new SqliteConnection($"Data Source={Store};Pooling=false"))
            await connection.ExecuteAsync("UPDATE artifacts SET content = '../../etc/passwd'");

        var run = await InvokeAsync(study, "artifact", "best", "model", "-o", _folder.File("model.bin"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("which is no SHA-256", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_renamed_studies_and_backups_have_theirs_and_what_is_deleted_leaves_none()
    {
        var study = Saving(Artifacts.All, trials: 3);
        var (other, backup, postgres) = (_folder.File("other.db"), _folder.File("backup.db"), await server.CreateDatabaseAsync());
        await InvokeAsync(study, "run");

        await InvokeAsync(study, "copy", "copied");
        Assert.Equal("", (await InvokeAsync(study, "copy", "there", "--to", postgres)).Error);
        await CommandRun.OfAsync(study, "copy", "back", "--name", "there", "--to", other, "--store", postgres);
        await InvokeAsync(study, "backup", backup);
        await InvokeAsync(study, "rename", "renamed");
        await InvokeAsync(study, "delete", "--name", "copied", "--yes");

        foreach (var (name, store) in new[] { ("renamed", Store), ("there", postgres), ("back", other), ("test-study", backup) })
        {
            Assert.Equal((0, ""), await CommandRun.OfAsync(study, "artifact", "best", "model", "--name", name, "--store", store, "-o", _folder.File("out")) is var run ? (run.ExitCode, run.Error) : default);
            Assert.Equal([2, 7], await File.ReadAllBytesAsync(_folder.File("out")));
        }
        await InvokeAsync(study, "delete", "--name", "renamed", "--yes");
        Assert.False(Directory.Exists(Contents));
        await CommandRun.OfAsync(study, "delete", "--name", "there", "--store", postgres, "--yes");
        await using var pieces = new Npgsql.NpgsqlConnection(PostgresAddress.Parse(postgres).ConnectionString);
        Assert.Equal(0, await pieces.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM hypersearch.artifact_pieces"));
    }

    [Fact]
    public async Task An_artifact_without_room_is_warned_about_and_the_trials_go_on()
    {
        await File.WriteAllTextAsync(Contents, "not a folder");

        var run = await InvokeAsync(Saving(Artifacts.All), "run");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Warning: An artifact could not be saved: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("20 complete", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_none_fails_the_trial()
    {
        var run = await InvokeAsync(Studies.Create((_, trial, _) =>
        {
            trial.SaveArtifact("a\nb", new MemoryStream());
            return 1;
        }, trials: 1), "run");

        Assert.Contains("the name of the artifact is 'a\\u000Ab'", run.Error, StringComparison.Ordinal);
    }

    private static int ContentsIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.artifact").Length : 0;

    private static Study<(double Rate, int Units)> Saving(Artifacts keep, int trials = 20) => Studies.Create((_, trial, _) =>
    {
        trial.SaveArtifact("model", new MemoryStream([(byte)trial.Number, 7]));
        return trial.Number;
    }, trials: trials, keep: keep);

    private Task<CommandRun> InvokeAsync(Study study, params string[] args) => CommandRun.OfAsync(study, [.. args, "--store", Store]);
}
