namespace HyperSearch.Dashboard;

/// <summary>The name under which a browser keeps a trial's file.</summary>
internal static class DownloadName
{
    private const int MostCharacters = 100;

    /// <summary>Of letters, digits, - _ and single dots, with the trial's number before it, so that it is a file's name on any system, no device and nothing hidden.</summary>
    public static string Of(TrialArtifact artifact)
    {
        var name = $"trial-{artifact.Trial}-";
        foreach (var unit in artifact.Name)
        {
            if (name.Length == MostCharacters)
                break;
            name += char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' || (unit == '.' && name[^1] != '.') ? unit : '_';
        }
        return name.TrimEnd('.');
    }
}
