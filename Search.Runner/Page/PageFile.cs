using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The page as a file: the report of a study, which opens anywhere and asks nobody for anything.</summary>
internal static class PageFile
{
    /// <summary>Why the page cannot be written to a file, as far as can be told before there are data; null where it can.</summary>
    /// <param name="file">The file.</param>
    public static string? ObjectionTo(string file) => PageTemplate.Objection ?? OutputFile.ObjectionTo(file, "<!doctype html"u8);

    /// <summary>Reads what the page shows.</summary>
    /// <param name="records">The study that it is about, then those that it is compared with.</param>
    /// <param name="defaults">The setting that its tuning is compared with: see <see cref="Study.Defaults"/>; null where the study's code is not at hand.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task<IReadOnlyList<PageStudy>> ReadAsync(IReadOnlyList<IStudyRecord> records, Setting? defaults = null, CancellationToken cancel = default)
    {
        var studies = new List<PageStudy>();
        foreach (var record in records)
        {
            studies.Add(studies.Count == 0
                ? await PageStudy.ReadAsync(record, PageLimits.File, new() { Default = Fitting(defaults, record.Study.Space) }, cancel)
                : await PageStudy.ReadAsync(record, PageLimits.Compared, cancel: cancel));
        }
        return studies;
    }

    /// <summary>Writes the page.</summary>
    /// <param name="target">Where it goes, as UTF-8.</param>
    /// <param name="studies">The studies, the one that it is about first.</param>
    public static void Write(Stream target, IReadOnlyList<PageStudy> studies) => PageTemplate.Write(target, json => PageJson.WriteFile(json, studies));

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="studies">The studies, the one that it is about first.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static long Write(string file, IReadOnlyList<PageStudy> studies) => OutputFile.Write(file, target => Write(target, studies));

    // What is on record may be older than the study's code, or another study.
    private static Setting? Fitting(Setting? defaults, SearchSpace space)
    {
        if (defaults is null)
            return null;
        var fitting = new Setting();
        foreach (var (name, value) in defaults)
        {
            try
            {
                if (space.IndexOf(name) is >= 0 and var index && !double.IsNaN(space[index].CodeOf(value)))
                    fitting.Add(name, value);
            }
            catch (SpaceException)
            {
                // Its middle stands for it.
            }
        }
        return fitting;
    }
}
