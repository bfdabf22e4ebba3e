using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>How one column of a table becomes inputs, as fitted.</summary>
/// <param name="Categories">The known ones in order; null among them, the last: those that are missing. None for a number.</param>
/// <param name="Missing">What a missing value counts as: a number, or the place of a category; NaN: it is refused; −1 for a category:
/// as one that is not known.</param>
/// <param name="Mean">Subtracted from what the column becomes; 0 for one-hot inputs, and where nothing is standardized.</param>
/// <param name="Deviation">What that is divided by; 1 likewise.</param>
public sealed record FittedColumn(
    string Name,
    ColumnKind Kind,
    CategoryEncoding Encoding,
    IReadOnlyList<string?> Categories,
    UnknownCategories Unknown,
    double Missing,
    double Mean,
    double Deviation)
{
    /// <summary>Inputs that the column becomes.</summary>
    [JsonIgnore]
    public int Width => IsOneHot ? Categories.Count : 1;

    [JsonIgnore]
    internal bool IsOneHot => Kind == ColumnKind.Category && Encoding == CategoryEncoding.OneHot;

    /// <summary>Writes the column's inputs.</summary>
    /// <param name="value">A number, or the place of a category, −1 where it is not known; NaN where it is missing.</param>
    /// <returns>Whether that can be: nothing is refused.</returns>
    internal bool Encode(double value, Span<float> target)
    {
        if (double.IsNaN(value))
            value = Missing;
        if (double.IsNaN(value))
            return false;
        if (Kind == ColumnKind.Category && value < 0)
        {
            if (Unknown == UnknownCategories.Refused)
                return false;
            if (!IsOneHot)
                value = (Categories.Count - 1) / 2.0;
        }
        if (!IsOneHot)
        {
            target[0] = (float)((value - Mean) / Deviation);
            return true;
        }
        target.Clear();
        if (value >= 0)
            target[(int)value] = 1;
        return true;
    }

    /// <exception cref="InvalidDataException">No fit can have come to this.</exception>
    internal void Validate()
    {
        Check(Enum.IsDefined(Kind) && Enum.IsDefined(Encoding) && Enum.IsDefined(Unknown), "is of a kind that there is not");
        Check(double.IsFinite(Mean) && double.IsFinite(Deviation) && Deviation > 0, $"has the mean {Mean} and the deviation {Deviation}");
        if (Kind == ColumnKind.Number)
        {
            Check(Categories.Count == 0, "is a number and has categories");
            Check(!double.IsInfinity(Missing), $"has {Missing} for missing values");
            return;
        }
        Check(Categories.Count >= 1 && Categories.Count == Categories.Distinct(StringComparer.Ordinal).Count(), "has no categories, or one of them twice");
        Check(!Categories.Contains(""), "has a category without a text");
        Check(Categories.Take(Categories.Count - 1).All(text => text is not null), "has its missing values in the wrong place");
        Check(double.IsNaN(Missing) || (Missing >= -1 && Missing < Categories.Count && Missing == Math.Floor(Missing)), $"has category {Missing} for missing values");
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException($"column \"{Name}\" {what}.");
    }
}
