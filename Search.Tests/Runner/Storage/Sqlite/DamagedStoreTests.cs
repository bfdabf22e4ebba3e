using Dapper;
using HyperSearch;
using Microsoft.Data.Sqlite;

namespace Search.Tests;

/// <summary>Whatever a store's file holds: a verb that reads it ends with an answer or a message, and changes nothing.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private const int PageBytes = 4096;

    private static readonly string[][] Verbs =
        [["report"], ["report", "--rounds"], ["report", "--format", "json"], ["trials"], ["trials", "--format", "json"], ["show"], ["show", "3"], ["list"], ["replay"]];

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each changes the record as a hand would, with what a message must then say of it.</summary>
    public static TheoryData<string, string> Edits => new()
    {
        { "UPDATE studies SET space = 'x'", "Study 'test-study'" },
        { "UPDATE studies SET space = 'null'", "Study 'test-study'" },
        { "UPDATE studies SET space = '[null]'", "Study 'test-study'" },
        { "UPDATE studies SET space = '[{}]'", "Study 'test-study'" },
        { "UPDATE studies SET space = '[7]'", "Study 'test-study'" },
        { "UPDATE studies SET space = '{}'", "Study 'test-study'" },
        { "UPDATE studies SET space = x'00ff'", "Study" },
        { "UPDATE studies SET space = replace(space, 'float', 'flaot')", "flaot" },
        { "UPDATE studies SET space = replace(space, '0.01', '1e-9')", "`low < high` must hold" },
        { "UPDATE studies SET space = replace(space, 'rate', 'tare')", "The space has no parameter 'rate'" },
        { "UPDATE studies SET space = '[{\"name\":\"rate\",\"kind\":\"choice\",\"options\":[true,null]}]'", "Study 'test-study'" },
        { "UPDATE studies SET options = '[1]'", "Study 'test-study'" },
        { "UPDATE studies SET options = '{\"a\":null}'", "Study 'test-study'" },
        { "UPDATE studies SET options = 'null'", "Study 'test-study'" },
        { "UPDATE studies SET seed = 'lucky'", "seed" },
        { "UPDATE studies SET goal = 'best'", "'best'" },
        { "UPDATE studies SET planned_trials = 1e18", "" },
        { "UPDATE studies SET created = 'yesterday'", "'yesterday'" },
        { "UPDATE trials SET state = 'done' WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET value = 'good' WHERE number = 3", "good" },
        { "UPDATE trials SET value = NULL WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET value = 9e999 WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET started = 'noon' WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET finished = 20260101 WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET attempt = 'first' WHERE number = 3", "first" },
        { "UPDATE trials SET attempt = 99999999999 WHERE number = 3", "99999999999" },
        { "UPDATE trials SET observed = -1 WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET observed = 1000 WHERE number = 3", "Trial 3 of study 'test-study'" },
        { "UPDATE trials SET number = 300 WHERE number = 3", "Study 'test-study'" },
        { "UPDATE trials SET finish_order = 300 WHERE number = 3", "Study 'test-study'" },
        { "UPDATE trials SET finish_order = NULL WHERE number = 3", "Study 'test-study'" },
        { "DELETE FROM trials WHERE number = 3", "Study 'test-study'" },
        { "UPDATE trial_values SET number = 1e9 WHERE trial = 3 AND name = 'rate'", "Trial 3 of study 'test-study'" },
        { "UPDATE trial_values SET number = NULL, text = 'fast' WHERE trial = 3 AND name = 'rate'", "Trial 3 of study 'test-study'" },
        { "UPDATE trial_values SET number = NULL, text = NULL WHERE trial = 3 AND name = 'rate'", "Trial 3 of study 'test-study'" },
        { "UPDATE trial_values SET number = x'00' WHERE trial = 3 AND name = 'rate'", "rial" },
        { "UPDATE trial_values SET name = 'speed' WHERE trial = 3 AND name = 'rate'", "Trial 3 of study 'test-study'" },
        { "UPDATE measurements SET value = 'rising' WHERE trial = 3", "rial" },
        { "UPDATE measurements SET value = 9e999 WHERE trial = 3", "rial" },
        { "UPDATE measurements SET step = 99999999999 WHERE trial = 3 AND step = 3", "rial" },
        { "INSERT INTO rounds SELECT id, 1, 0, 'x', '' FROM studies", "round" },
        { "INSERT INTO rounds SELECT id, 1, 'first', '[]', '' FROM studies", "round" },
        { "INSERT INTO earlier_spaces SELECT id, 1, 2, 'x' FROM studies", "space" },
        { Earlier("'x'", "'[]'"), "What study 'test-study' learns from" },
        { Earlier("'[null]'", "'[]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'x'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[null]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[{\"loss\":1}]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[{\"values\":{\"x\":1}}]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[{\"loss\":1,\"values\":{\"x\":null}}]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[{\"loss\":1e999,\"values\":{}}]'"), "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[]'") + "; UPDATE earlier_studies SET best = 9e999", "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[]'") + "; UPDATE earlier_studies SET goal = 'best'", "What study 'test-study' learns from" },
        { Earlier("'[]'", "'[]'") + "; UPDATE earlier_studies SET results = 'many'", "What study 'test-study' learns from" },
        { "DROP TABLE earlier_studies", "earlier_studies" },
        { "DROP TABLE measurements", "measurements" },
        { "ALTER TABLE trials DROP COLUMN note", "note" },
        { "DROP TABLE rounds", "rounds" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task What_was_edited_by_hand_is_named(string edit, string named)
    {
        await MakeAsync();
        await using (var connection = new SqliteConnection($"Data Source={Store};Pooling=false"))
            await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; " + edit);

        var messages = await ReadAllAsync(edit);

        Assert.True(named.Length == 0 || messages.Any(message => message.Contains(named, StringComparison.Ordinal) && message.Contains(Store, StringComparison.Ordinal)), string.Join('\n', messages));
    }

    /// <summary>A page of zeros, of chance, and one bit, at places that are drawn; more of them with HYPERSEARCH_TEST_KILLS.</summary>
    [Fact]
    public async Task A_file_that_is_damaged_anywhere_gives_answers_or_messages()
    {
        await MakeAsync();
        var whole = await File.ReadAllBytesAsync(Store, Cancel);
        var (random, refused) = (new RandomStream(9, 0, StreamPurpose.Evaluate), 0);
        var cases = TestKills.AreMany ? 600 : 60;
        for (var i = 0; i < cases; i++)
        {
            var damaged = whole.ToArray();
            var page = random.NextInt(whole.Length / PageBytes) * PageBytes;
            var kind = i % 4;
            // The first page, which says what the file is, is hit often enough by chance.
            if (kind == 0)
            {
                damaged.AsSpan(page, PageBytes).Clear();
            }
            else if (kind == 1)
            {
                for (var at = page; at < page + PageBytes; at++)
                    damaged[at] = (byte)random.NextInt(256);
            }
            else
            {
                for (var n = kind == 2 ? 1 : 20; n > 0; n--)
                    damaged[page + random.NextInt(PageBytes)] ^= (byte)(1 << random.NextInt(8));
            }

            await File.WriteAllBytesAsync(Store, damaged, Cancel);

            refused += (await ReadAllAsync($"case {i}")).Count > 0 ? 1 : 0;
        }
        Assert.InRange(refused, cases / 4, cases);
    }

    private static string Earlier(string space, string trials) =>
        $"INSERT INTO earlier_studies (study, number, name, results, space, trials) SELECT id, 1, 'churn', 1, {space}, {trials} FROM studies";

    private async Task MakeAsync() => Assert.Equal(0, (await CommandRun.OfAsync(Studies.Create(), "run", "--store", Store, "--trials", "20")).ExitCode);

    // The messages of those verbs that have none but that.
    private async Task<List<string>> ReadAllAsync(string damage)
    {
        var before = await File.ReadAllBytesAsync(Store, Cancel);
        var messages = new List<string>();
        foreach (var verb in Verbs)
        {
            var run = await CommandRun.OfAsync(Studies.Create(), [.. verb, "--store", Store]);
            Assert.False(run.Error.Contains("   at ", StringComparison.Ordinal) || run.ExitCode is not (0 or 1), $"{damage}, {string.Join(' ', verb)}: {run}");
            if (run.Error.Length > 0)
                messages.Add(run.Error);
            Assert.True((run.ExitCode == 0) || run.Error.Length + run.Out.Length > 0, $"{damage}, {string.Join(' ', verb)}: nothing was said");
        }
        var after = await File.ReadAllBytesAsync(Store, Cancel);
        Assert.True(before.AsSpan().SequenceEqual(after), $"{damage}: the file was changed");
        foreach (var ending in (string[])["-wal", "-shm"])
            File.Delete(Store + ending);
        return messages;
    }
}
