using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>report --format html</c>: the page with a study's data, and those of studies to compare it with.</summary>
internal sealed class PageReport
{
    private readonly Option<string[]> _compare = new("--compare") { Description = "With html: another study of the store that the page shows beside this one; may be given several times.", HelpName = "STUDY" };

    /// <summary>Adds its option, and refuses what has no meaning for a page.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="target">How the report is written.</param>
    /// <param name="ofText">The options that a page does not take: it shows all of that.</param>
    public void AddTo(Command command, ReportTarget target, params IReadOnlyList<string> ofText)
    {
        command.Options.Add(_compare);
        command.Validators.Add(result =>
        {
            var isPage = target.IsPage(result.GetResult);
            var given = command.Options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
            if (isPage && ofText.FirstOrDefault(given.Contains) is { } refused)
                result.AddError($"The page shows all trials and rounds: leave out {refused}, or choose another --format.");
            if (!isPage && given.Contains(_compare.Name))
                result.AddError("--compare is for the page: add --format html.");
        });
    }

    /// <summary>Writes the page.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="stored">The study.</param>
    /// <param name="defaults">What its code has as its defaults; null where that is not at hand.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="output">Where it goes without a file, and what is said of it.</param>
    public async Task WriteAsync(ParseResult parsed, StoredStudy stored, Setting? defaults, ReportTarget target, Output output)
    {
        var records = new List<IStudyRecord> { stored.Record };
        foreach (var name in (parsed.GetValue(_compare) ?? []).Distinct(StringComparer.Ordinal).Where(name => name != stored.Name))
            records.Add(await stored.Store.FindAsync(name) ?? throw await StudyVerb.MissingAsync(stored.Store, name));
        var studies = await PageFile.ReadAsync(records, defaults);
        if (target.FileOf(parsed) is { } file)
        {
            var bytes = ReportTarget.Write(file, stream => PageFile.Write(stream, studies));
            await output.Out.WriteLineAsync($"wrote {SafeText.Line(file)}: {string.Join(", ", records.Select(record => $"'{SafeText.Line(record.Study.Name)}'"))}, {bytes / 1e6:0.0} MB. It opens in any browser.");
            return;
        }
        using var page = new MemoryStream();
        PageFile.Write(page, studies);
        await output.Data.WriteAsync(System.Text.Encoding.UTF8.GetString(page.GetBuffer().AsSpan(0, (int)page.Length)));
    }
}
