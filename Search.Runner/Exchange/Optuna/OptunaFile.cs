using System.Globalization;
using Dapper;
using HyperSearch.Core;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HyperSearch.Runner;

/// <summary>A SQLite file of Optuna, read as it is at one moment. Nothing is written to it, and nothing in it is trusted.</summary>
internal static class OptunaFile
{
    // Far above what Optuna writes: a distribution of 20,000 choices has 0.3 MB.
    private const int MostBytesOfText = 50_000_000;

    private static readonly string[] Tables =
    [
        "alembic_version", "version_info", "studies", "study_directions", "study_user_attributes", "study_system_attributes", "trials",
        "trial_params", "trial_values", "trial_intermediate_values", "trial_user_attributes", "trial_system_attributes",
    ];

    /// <summary>Reads a study.</summary>
    /// <param name="file">The file.</param>
    /// <param name="study">Its name; null for the only one.</param>
    /// <exception cref="StoreException">The file is not Optuna's, or of another revision, or damaged; or there is no such study, or more than one.</exception>
    public static OptunaStudy Read(string file, string? study)
    {
        var path = Path.GetFullPath(file);
        var place = new SqliteFile(path);
        if (Directory.Exists(path))
            throw new StoreException($"{path} is a folder. Name a SQLite file of Optuna.");
        if (!File.Exists(path))
            throw new StoreException($"There is no file {path}.");
        try
        {
            using var connection = new SqliteConnection(place.Source(SqliteOpenMode.ReadOnly));
            connection.Open();
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, MostBytesOfText);
            connection.Execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
            using var transaction = connection.BeginTransaction(deferred: true);
            Require(connection, path);
            return new OptunaReader(connection, HasLocalTimes(connection)).Read(Choose(connection, path, study));
        }
        catch (SqliteException exception)
        {
            throw new StoreException(exception.SqliteErrorCode switch
            {
                SqliteErrors.Corrupt => SqliteErrors.DamagedMessage(place),
                SqliteErrors.NotADatabase => SqliteErrors.NoDatabaseMessage(place),
                _ => $"The file {path} cannot be read: {exception.Message}",
            }, exception);
        }
        catch (Exception exception) when (exception is RowException || RowException.IsContentError(exception))
        {
            throw new StoreException($"In {path}: {exception.Message.TrimEnd('.')}. It is not as Optuna writes it. Nothing was imported.", exception);
        }
    }

    private static void Require(SqliteConnection connection, string path)
    {
        // Views could compute anything.
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        if (tables.Contains("earlier_results") && tables.Contains("workers"))
            throw new StoreException($"The file {path} is a store of HyperSearch already: name it with --store, or see `copy`.");
        if (Array.Find(Tables, table => !tables.Contains(table)) is { } missing)
            throw new StoreException($"The file {path} is no SQLite file of Optuna, or of one before version 3: it has no table {missing}. What an old Optuna wrote becomes readable by `optuna storage upgrade --storage sqlite:///FILE`.");
        var revision = connection.Query<string?>("SELECT version_num FROM alembic_version").FirstOrDefault() ?? "(none)";
        if (revision is not (OptunaSchema.Revision or OptunaSchema.RevisionBefore))
        {
            throw new StoreException($"The tables in {path} have revision '{SafeText.Line(revision)}', but only {OptunaSchema.RevisionBefore} and {OptunaSchema.Revision} can be read. " +
                "What an older Optuna wrote becomes readable by `optuna storage upgrade --storage sqlite:///FILE`.");
        }
    }

    // The version that made the file, or brought it up to date.
    private static bool HasLocalTimes(SqliteConnection connection) =>
        connection.Query<string?>("SELECT library_version FROM version_info").FirstOrDefault() is not { } version
        || !int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
        || major < OptunaSchema.FirstVersionWithUtc;

    private static (long Id, string Name) Choose(SqliteConnection connection, string path, string? wanted)
    {
        var studies = connection.Query<(long Id, string? Name)>("SELECT study_id, study_name FROM studies ORDER BY study_id").Select(study => (study.Id, Name: study.Name ?? "")).ToArray();
        var names = $"There are: {string.Join(", ", studies.Select(study => SafeText.Line(study.Name)))}.";
        if (wanted is not null)
            return Array.Find(studies, study => study.Name == wanted) is { Name: not null } found ? found : throw new StoreException($"There is no study '{SafeText.Line(wanted)}' in {path}. {names}");
        return studies switch
        {
            [var only] => only,
            [] => throw new StoreException($"There is no study in {path}."),
            _ => throw new StoreException($"There are {studies.Length} studies in {path}. Name one with --study. {names}"),
        };
    }
}
