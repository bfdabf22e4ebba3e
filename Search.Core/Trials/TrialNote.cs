namespace HyperSearch;

/// <summary>What a trial's objective noted of it: see <see cref="ITrial.Note"/>.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Number">Rises from note to note, with gaps where the trial was attempted several times.</param>
/// <param name="Text">At most <see cref="MostCharacters"/> characters.</param>
public sealed record TrialNote(int Trial, int Number, string Text)
{
    /// <summary>The longest note, in UTF-16 code units. What is longer is cut, and says so.</summary>
    public const int MostCharacters = 10_000;

    /// <summary>How many notes a trial may have. What comes after is left out.</summary>
    public const int MostNotes = 100;
}
