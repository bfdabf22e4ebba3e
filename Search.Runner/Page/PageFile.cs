using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The page as a file: the report of a study, which opens anywhere and asks nobody for anything.</summary>
internal static class PageFile
{
    /// <summary>Why the page cannot be written to a file, as far as can be told before there are data; null where it can.</summary>
    /// <param name="file">The file.</param>
    public static string? ObjectionTo(string file) => PageTemplate.Objection ?? OutputFile.ObjectionTo(file, "<!doctype html"u8);

    /// <summary>Reads what the page shows: the study that it is about, then those that it is compared with.</summary>
    public static async Task<IReadOnlyList<PageStudy>> ReadAsync(IReadOnlyList<IStudyRecord> records, CancellationToken cancel = default)
    {
        var studies = new List<PageStudy>();
        foreach (var record in records)
            studies.Add(await PageStudy.ReadAsync(record, studies.Count == 0 ? PageLimits.File : PageLimits.Compared, cancel));
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
}
