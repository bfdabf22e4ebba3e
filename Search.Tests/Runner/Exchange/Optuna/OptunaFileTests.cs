using Dapper;
using HyperSearch;
using HyperSearch.Runner;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>A file that cannot be imported is told from one that can, is left as it is, and nothing comes of it.</summary>
public sealed class OptunaFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("optuna.db");

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE alembic_version SET version_num = 'v2.6.0.a'", "revision 'v2.6.0.a', but only v3.0.0.d and v3.2.0.a can be read. What an older Optuna wrote becomes readable by `optuna storage upgrade")]
    [InlineData("DELETE FROM alembic_version", "revision '(none)'")]
    [InlineData("DROP TABLE alembic_version", "no SQLite file of Optuna, or of one before version 3: it has no table alembic_version")]
    [InlineData("DROP TABLE trial_params; CREATE VIEW trial_params AS SELECT 1 AS trial_id, 'x' AS param_name, 1.0 AS param_value, '{}' AS distribution_json, 1 AS param_id", "it has no table trial_params")]
    [InlineData("DELETE FROM study_directions", "has no objective")]
    [InlineData("INSERT INTO study_directions VALUES (2, 'SIDEWAYS', 1, 1)", "has the direction 'SIDEWAYS'")]
    [InlineData("UPDATE study_directions SET direction = 'NOT_SET'", "has the direction 'NOT_SET'")]
    [InlineData("INSERT INTO studies VALUES (2, 'an\u001b[31mother')", "There are 2 studies in ")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM studies", "There is no study in ")]
    [InlineData("UPDATE trials SET state = 'WON' WHERE number = 1", "Trial 1 has the state 'WON', which Optuna does not know")]
    [InlineData("UPDATE trials SET datetime_start = 'yesterday' WHERE number = 2", "Trial 2 cannot be read: A time is written as")]
    [InlineData("UPDATE trial_values SET value = 'good' WHERE trial_id = 7", "A number should be there, but there is 'good'")]
    [InlineData("UPDATE trial_params SET param_value = 'low' WHERE trial_id = 1 AND param_name = 'lr'", "parameter 'lr' cannot be read: A number should be there, but there is 'low'")]
    [InlineData("UPDATE trial_params SET param_value = NULL WHERE trial_id = 1 AND param_name = 'lr'", "parameter 'lr' cannot be read: A number should be there, but there is nothing")]
    [InlineData("UPDATE trial_params SET param_value = 9e999 WHERE trial_id = 1 AND param_name = 'lr'", "parameter 'lr' cannot be read: A value must be finite, but there is Infinity")]
    [InlineData("UPDATE trial_params SET param_value = 7 WHERE trial_id = 1 AND param_name = 'activation'", "parameter 'activation' cannot be read: There is no choice 7")]
    [InlineData("UPDATE trial_params SET param_value = 0.5 WHERE trial_id = 1 AND param_name = 'depth'", "Trial 0 of study")]
    [InlineData("UPDATE trial_params SET distribution_json = '{' WHERE trial_id = 1 AND param_name = 'lr'", "parameter 'lr' cannot be read: ")]
    [InlineData("UPDATE trial_params SET distribution_json = '[]' WHERE trial_id = 1 AND param_name = 'lr'", "It is no distribution")]
    [InlineData("""UPDATE trial_params SET distribution_json = '{"name": "Normal", "attributes": {}}' WHERE trial_id = 1 AND param_name = 'lr'""", "There is no distribution 'Normal'")]
    [InlineData("""UPDATE trial_params SET distribution_json = '{"name": "FloatDistribution", "attributes": {"low": "a"}}' WHERE trial_id = 1 AND param_name = 'lr'""", "It has no low")]
    [InlineData("""UPDATE trial_params SET distribution_json = '{"name": "IntDistribution", "attributes": {"low": 1, "high": 99999999999}}' WHERE param_name = 'depth'""", "Parameter 'depth' is int depth [1, 99999999999], but a whole number has 32 bits in HyperSearch")]
    [InlineData("""UPDATE trial_params SET distribution_json = '{"name": "FloatDistribution", "attributes": {"low": 0, "high": 1}}' WHERE trial_id = 2 AND param_name = 'lr'""", "Parameter 'lr' has distributions of two kinds, which have no union: trials before trial 1 have float lr [1E-06, 0.1] log, that has float lr [0, 1]")]
    [InlineData("UPDATE trial_params SET param_name = 'l' || char(10) || 'r' WHERE param_name = 'lr'", "A name has 1 to 500 characters")]
    [InlineData("UPDATE trial_intermediate_values SET step = 99999999999 WHERE trial_intermediate_value_id = 1", "cannot be read: Arithmetic operation resulted in an overflow")]
    [InlineData("UPDATE trial_user_attributes SET key = x'00' WHERE trial_user_attribute_id = 1", "A text should be there, but there is 1 bytes")]
    public async Task What_Optuna_would_not_write_is_refused_with_what_is_wrong(string damage, string told)
    {
        await ExportAsync(damage);

        var run = await ImportAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.Empty(await StudiesAsync());
    }

    [Fact]
    public async Task A_file_of_something_else_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000), TestContext.Current.CancellationToken);
        Assert.Contains("is not a database. It was left as it is", (await ImportAsync()).Error, StringComparison.Ordinal);
        System.IO.File.Delete(File);
        Assert.Contains("There is no file", (await ImportAsync()).Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", (await CommandRun.OfAsync(Studies.Create(), "import", _folder.File(""), "--store", Store)).Error, StringComparison.Ordinal);
        await CommandRun.OfAsync(Studies.Create(), "run", "--store", File, "--trials", "1");
        Assert.Contains("is a store of HyperSearch already", (await ImportAsync()).Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Store));
    }

    /// <summary>Cut off anywhere, and with bytes changed anywhere: an error, or all that could be read, and never half a study.</summary>
    [Fact]
    public async Task A_damaged_file_is_refused_or_read_whole()
    {
        await ExportAsync("");
        var whole = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        for (var i = 0; i < 60; i++)
        {
            var random = new RandomStream(3, i, StreamPurpose.Evaluate);
            var damaged = i % 2 == 0 ? whole[..random.NextInt(whole.Length)] : [.. whole];
            for (var n = 0; i % 2 == 1 && n < 40; n++)
                damaged[random.NextInt(damaged.Length)] = (byte)random.NextInt(256);
            await System.IO.File.WriteAllBytesAsync(File, damaged, TestContext.Current.CancellationToken);

            var run = await CommandRun.OfAsync(Studies.Create(), "import", File, "--store", Store, "--name", $"study {i}");

            Assert.True(run.ExitCode is 0 or 1, run.Error);
            Assert.Equal(run.ExitCode == 0, (await StudiesAsync()).Contains($"study {i}"));
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            Assert.Equal(damaged, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_has_no_place_here_is_told_and_the_rest_imported()
    {
        await ExportAsync(
            $$"""
            UPDATE trial_intermediate_values SET intermediate_value = NULL, intermediate_value_type = 'NAN' WHERE trial_id = 2;
            UPDATE trial_values SET value = NULL, value_type = 'INF_POS' WHERE trial_id = 7;
            INSERT INTO trial_user_attributes (trial_id, key, value_json) VALUES
                (2, 'huge', '"{{new string('x', 50_000)}}"'), (2, 'nan', 'NaN'), (2, 'flag', 'true'), (2, 'list', '[1, 2]'), (2, 'said', '"so"'), (2, 'validation accuracy', '0.5'), (2, 'ms', '12'), (2, 'a' || char(10), '1');
            INSERT INTO study_user_attributes (study_id, key, value_json) VALUES (1, 'whose', '"mine"');
            """);

        var run = await ImportAsync();

        Assert.Equal(0, run.ExitCode);
        foreach (var line in (string[])[
            "trials that ran in Optuna and wait here, so that the next run takes them up: 2", "complete trials without a finite value, recorded as failed: 1",
            "intermediate values that are not finite, left out: 1", "attributes cut at 10000 characters, or left out of a trial that has over 100: 1", "attributes of the study itself, left out: whose"])
        {
            Assert.Contains($"note: {line}\n", run.Error, StringComparison.Ordinal);
        }
        await using var store = new SqliteStudyStore(Store);
        var contents = await StudyContents.ReadAsync((await store.FindAsync("test-study", TestContext.Current.CancellationToken))!, TestContext.Current.CancellationToken);
        Assert.Equal((TrialState.Failed, "The value in Optuna is Infinity: a score must be finite."), (contents.Trials[6].State, contents.Trials[6].Error));
        Assert.Equal([new(1, "ms", null, 12), new(1, "validation accuracy", null, 0.5)], contents.Metrics.Where(metric => metric.Trial == 1));
        Assert.Equal([$"huge: {new string('x', 9_994)}", "nan: NaN", "flag: true", "list: [1, 2]", "said: so", "a\n: 1"], contents.Notes.Where(note => note.Trial == 1).Select(note => note.Text));
    }

    [Fact]
    public void Ranges_that_grew_from_trial_to_trial_are_one_that_holds_them_all()
    {
        var remarks = new List<string>();
        var space = OptunaSpace.Of(
            [
                Trial(0, Float(0, 1), 0.5, Float(1, 2, step: 0.25), 1.25, Int(1, 9, step: 2), 3, Choice("a", "b"), "a", Int(5, 5), 5),
                Trial(1, Float(-1, 0.5), 0.25, Float(0.5, 1.5, step: 0.25), 1.5, Int(4, 10, step: 3), 7, Choice("c", "b"), "c", Int(5, 5), 5),
                Trial(2, Float(0, 1), 7),
            ],
            expected: [], remarks.Add);

        Assert.Equal(["float p0 [-1, 7]", "float p1 [0.5, 2] step 0.25", "int p2 [1, 10]", "choice p3 {a, b, c}", "choice p4 {5}"], space.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(["p0 of trial 2 is 7, beyond float p0 [-1, 1]: the range was widened"], remarks);
    }

    private static ParameterDefinition Float(double low, double high, double? step = null) => new("", "float") { Low = low, High = high, Step = step };

    private static ParameterDefinition Int(int low, int high, int step = 1) => new("", "int") { Low = low, High = high, Step = step };

    private static ParameterDefinition Choice(params IEnumerable<string> options) => new("", "choice") { Options = [.. options.Select(ParameterValue.Of)] };

    private static OptunaTrial Trial(int number, params object[] pairs) => new(number, "COMPLETE")
    {
        Parameters = [.. pairs.Chunk(2).Select((pair, i) => new OptunaParameter((ParameterDefinition)pair[0] with { Name = $"p{i}" },
            pair[1] is string text ? ParameterValue.Of(text) : ParameterValue.Of(Convert.ToDouble(pair[1], System.Globalization.CultureInfo.InvariantCulture))))],
    };

    private async Task ExportAsync(string damage)
    {
        OptunaExport.Write(RecordedTrials.Of(ExampleSpaces.Named("mixed")), File);
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.ExecuteAsync($"DELETE FROM study_system_attributes WHERE key = 'hypersearch:space'; {damage}");
    }

    private Task<CommandRun> ImportAsync() => CommandRun.OfAsync(Studies.Create(), "import", File, "--store", Store);

    private async Task<IEnumerable<string>> StudiesAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return (await store.ListAsync(TestContext.Current.CancellationToken)).Select(study => study.Name);
    }
}
