using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The checkpoints of a study as rows of a PostgreSQL database, in pieces.</summary>
/// <remarks>
/// The pieces, and the row that names them, are written in one transaction on a connection of its own: others start and end trials
/// meanwhile, and a process that dies leaves nothing behind. Only its last moment holds the trial's row, so that no attempt that was left
/// behind takes the place of a newer one's checkpoint.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="study">The study's id.</param>
/// <param name="worker">This process.</param>
/// <param name="largest">How many bytes a checkpoint may have.</param>
/// <param name="warn">Told of what cannot be read.</param>
internal sealed class PostgresCheckpoints(ISqlDatabase database, long study, WorkerRegistration worker, long largest, Action<string> warn) : ICheckpoints
{
    private const int PieceSize = 1 << 20;

    private const string OfTrial = "study = @study AND trial = @number";

    public SavedCheckpoint? Read(Trial trial)
    {
        try
        {
            return database.Read(connection => Read(connection, trial));
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or JsonException or ArgumentException or OverflowException)
        {
            warn($"The checkpoint of trial {trial.Number} in {database} cannot be read, and counts as none: the trial starts anew. {exception.Message}");
            return null;
        }
    }

    public bool Exists(Trial trial) => database.Read(connection => connection.ReadNumbers("SELECT 1 FROM checkpoints WHERE study = @study AND trial = @number",
        ("@study", study), ("@number", (long)trial.Number)).Count > 0);

    public void Save(Trial trial, int step, IReadOnlyList<Measurement> measurements, Action<Stream> write, Action<Action> commit)
    {
        var key = new { study, number = trial.Number, attempt = trial.Attempt, worker = worker.Id };
        Save(trial, step, measurements, write, commit, connection =>
            connection.ExecuteScalar<int?>($"SELECT 1 FROM trials WHERE {TrialTable.HeldByWorker} FOR NO KEY UPDATE", key) is not null);
    }

    public void Put(Trial trial, SavedCheckpoint saved)
    {
        var key = new { study, number = trial.Number };
        Save(trial, saved.Checkpoint.Step, saved.Measurements, stream => stream.Write(saved.Checkpoint.Content.Span), last => last(), connection =>
            connection.ExecuteScalar<int?>("SELECT 1 FROM trials WHERE study = @study AND number = @number AND state <> 'running' FOR NO KEY UPDATE", key) is not null);
    }

    // A trial that goes on again keeps its own.
    public void Remove(Trial trial) => Write(connection =>
    {
        using var transaction = connection.BeginTransaction();
        var key = new { study, number = trial.Number };
        if (connection.ExecuteScalar<int?>("SELECT 1 FROM trials WHERE study = @study AND number = @number AND finish_order IS NOT NULL FOR NO KEY UPDATE", key) is not null)
            connection.Execute($"DELETE FROM checkpoints WHERE {OfTrial}; DELETE FROM checkpoint_pieces WHERE {OfTrial}", key);
        transaction.Commit();
    });

    public IReadOnlyDictionary<int, long> ReadSizes() => database.Read(connection => connection
        .ReadRows("SELECT trial, size FROM checkpoints WHERE study = @study", row => (Trial: row.Int(0), Size: row.Long(1)), ("@study", study))
        .ToDictionary(row => row.Trial, row => row.Size));

    // There are none.
    public void RemoveLeftovers() { }

    private void Save(Trial trial, int step, IReadOnlyList<Measurement> measurements, Action<Stream> write, Action<Action> commit, Func<DbConnection, bool> isHeld)
    {
        var refusal = $"That of trial {trial.Number} has more than {largest} bytes, which is the most that this study keeps in {database} (LargestCheckpoint of its policy).";
        var file = ArtifactPieces.TemporaryFileOfThisMachine();
        using var draft = ArtifactDraft.Write(file, file, target => write(new LimitedStream(target, largest, refusal)));
        var json = StudyJson.Write([.. measurements.Where(measurement => measurement.Step <= step)]);
        Write(connection =>
        {
            using var transaction = connection.BeginTransaction();
            var row = new { study, number = trial.Number, attempt = trial.Attempt, step, json, draft.Size, draft.Sha256, content = Guid.NewGuid().ToString("N") };
            WritePieces(connection, draft.File, trial.Number, row.content);
            commit(() =>
            {
                if (!isHeld(connection))
                    return;
                connection.Execute(
                    """
                    INSERT INTO checkpoints (study, trial, attempt, step, measurements, size, sha256, content) VALUES (@study, @number, @attempt, @step, @json, @Size, @Sha256, @content)
                    ON CONFLICT (study, trial) DO UPDATE SET attempt = excluded.attempt, step = excluded.step, measurements = excluded.measurements,
                        size = excluded.size, sha256 = excluded.sha256, content = excluded.content
                    """, row);
                connection.Execute($"DELETE FROM checkpoint_pieces WHERE {OfTrial} AND content <> @content", row);
                transaction.Commit();
            });
        });
    }

    private void WritePieces(DbConnection connection, FileStream file, int trial, string content)
    {
        file.Position = 0;
        var bytes = new byte[(int)Math.Min(PieceSize, file.Length)];
        for (var number = 0; file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) is > 0 and var read; number++)
            connection.Execute("INSERT INTO checkpoint_pieces (study, trial, content, number, bytes) VALUES (@study, @trial, @content, @number, @piece)", new { study, trial, content, number, piece = bytes[..read] });
    }

    private SavedCheckpoint? Read(DbConnection connection, Trial trial)
    {
        var saved = connection.ReadRows("SELECT step, size, sha256, measurements, content FROM checkpoints WHERE study = @study AND trial = @number",
            row => (Step: row.Int(0), Size: row.Long(1), Sha256: row.Text(2), Measurements: row.Text(3), Content: row.Text(4)), ("@study", study), ("@number", (long)trial.Number));
        if (saved is not [var row])
            return null;
        var key = new { study, number = trial.Number, row.Content };
        const string pieces = $"FROM checkpoint_pieces WHERE {OfTrial} AND content = @Content";
        // Nothing of that length is made in memory before the pieces are known to have it.
        if (row.Size < 0 || row.Size > Array.MaxLength || connection.ExecuteScalar<long>($"SELECT COALESCE(SUM(length(bytes)), 0) {pieces}", key) != row.Size)
            throw new InvalidDataException("Parts of it are missing.");
        var content = new byte[row.Size];
        var length = 0;
        for (var piece = 0; length < content.Length; piece++)
        {
            var bytes = connection.ExecuteScalar<byte[]?>($"SELECT bytes {pieces} AND number = @piece", new { study, number = trial.Number, row.Content, piece })
                ?? throw new InvalidDataException("Parts of it are missing.");
            bytes.CopyTo(content, length);
            length += bytes.Length;
        }
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != row.Sha256)
            throw new InvalidDataException("It is damaged: its content is not the one that was written.");
        var measurements = StudyJson.ReadMeasurements(row.Measurements);
        return measurements.Zip(measurements.Skip(1)).All(pair => pair.First.Step < pair.Second.Step)
            ? new(new(row.Step, content), measurements)
            : throw new InvalidDataException("Its measurements are no steps that rise.");
    }

    private void Write(Action<DbConnection> write)
    {
        try
        {
            database.Try(() =>
            {
                using var connection = database.OpenForWriting();
                write(connection);
                return true;
            });
        }
        catch (Exception exception) when (database.IsUnavailable(exception) && exception is not StoreException)
        {
            throw database.Explain(exception);
        }
    }
}
