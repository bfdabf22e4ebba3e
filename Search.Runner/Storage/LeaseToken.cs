using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>Tells the holder of a trial from whoever held it before or holds it after.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Attempt">Its attempt at the trial.</param>
internal readonly record struct LeaseToken(long Worker, int Attempt)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out LeaseToken token)
    {
        token = default;
        var parts = text.Split('-');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var worker)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            return false;
        }
        token = new(worker, attempt);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Worker}-{Attempt}");
}
