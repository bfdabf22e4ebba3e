namespace HyperSearch.Core;

/// <summary>Has a settings function end whose loop does not.</summary>
internal static class ReadLimit
{
    private const int MostReads = 1_000_000;

    /// <summary>Counts what one call has asked for.</summary>
    /// <exception cref="SpaceException">It has asked too often.</exception>
    public static void Count(ref int reads, Parameter parameter)
    {
        if (++reads > MostReads)
            throw SettingsError.TooManyReads(MostReads, parameter);
    }
}
