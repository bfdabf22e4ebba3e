using System.Data.Common;

namespace HyperSearch.Runner;

/// <summary>
/// Reads the columns of a row by their place. What has another type than it was written with is refused: SQLite, asked for a number,
/// would give 0 for a text.
/// </summary>
internal static class RowValues
{
    extension(DbDataReader row)
    {
        /// <exception cref="FormatException">The column has none.</exception>
        public string Text(int column) => row.TextOrNull(column) ?? throw Missing(row, column);

        /// <exception cref="FormatException">The column has something else.</exception>
        public string? TextOrNull(int column) => row.GetValue(column) switch
        {
            DBNull => null,
            string text => text,
            var other => throw Unexpected(row, column, other, "text"),
        };

        /// <exception cref="FormatException">The column has none, or a fraction.</exception>
        public long Long(int column) => row.LongOrNull(column) ?? throw Missing(row, column);

        /// <exception cref="FormatException">The column has something else, or a fraction.</exception>
        public long? LongOrNull(int column) => row.GetValue(column) switch
        {
            DBNull => null,
            long number => number,
            int number => number,
            var other => throw Unexpected(row, column, other, "whole number"),
        };

        /// <exception cref="FormatException">The column has none, or a fraction, or one that is too large.</exception>
        public int Int(int column) => row.IntOrNull(column) ?? throw Missing(row, column);

        /// <exception cref="FormatException">The column has something else, or a fraction, or one that is too large.</exception>
        public int? IntOrNull(int column) => row.LongOrNull(column) switch
        {
            null => null,
            >= int.MinValue and <= int.MaxValue and var number => (int)number,
            var other => throw Unexpected(row, column, other, "number of 32 bits"),
        };

        /// <exception cref="FormatException">The column has none.</exception>
        public double Number(int column) => row.NumberOrNull(column) ?? throw Missing(row, column);

        /// <exception cref="FormatException">The column has something else.</exception>
        public double? NumberOrNull(int column) => row.GetValue(column) switch
        {
            DBNull => null,
            double number => number,
            long number => number,
            int number => number,
            var other => throw Unexpected(row, column, other, "number"),
        };
    }

    private static FormatException Missing(DbDataReader row, int column) => new($"Its '{row.GetName(column)}' is missing.");

    private static FormatException Unexpected(DbDataReader row, int column, object value, string expected) => new($"Its '{row.GetName(column)}' is no {expected}, but '{value}'.");
}
