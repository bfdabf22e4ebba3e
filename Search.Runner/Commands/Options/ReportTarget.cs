using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace HyperSearch.Runner;

/// <summary>How a report is written and where: <c>--format</c> and <c>--output</c>.</summary>
internal sealed class ReportTarget
{
    private const string StandardOutput = "-";

    private readonly Option<ReportKind> _format = new("--format")
    {
        Description = "table or md for people, html for a page with pictures, json or csv for other programs. Default: table.",
        HelpName = "table|json|csv|md|html",
    };

    private readonly Option<string?> _file = new("--output", "-o") { Description = "Write it to this file. One of the same kind that is there is replaced once the new one is whole. `-` is standard output.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(_file);
    }

    /// <summary>The file; null for standard output.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_file) is { } file && file != StandardOutput ? file : null;

    /// <summary>Whether the page is asked for.</summary>
    public bool IsPage(ParseResult parsed) => IsPage(parsed.GetResult);

    /// <summary>The same from the text: what is no format has an error of its own, which asking for the value would throw.</summary>
    /// <param name="resultOf">Gives what stands for an option.</param>
    public bool IsPage(Func<Option, OptionResult?> resultOf) =>
        resultOf(_format) is { Tokens: [var text] } && string.Equals(text.Value, nameof(ReportKind.Html), StringComparison.OrdinalIgnoreCase);

    /// <summary>The format of a report that is text.</summary>
    public ReportFormat FormatOf(ParseResult parsed) => parsed.GetValue(_format) switch
    {
        ReportKind.Json => ReportFormat.Json,
        ReportKind.Csv => ReportFormat.Csv,
        ReportKind.Md => ReportFormat.Md,
        _ => ReportFormat.Table,
    };

    /// <summary>Ends the verb where the report could not be written in the end.</summary>
    /// <exception cref="CommandFailedException">It could not.</exception>
    public void Require(ParseResult parsed, Output output)
    {
        if (IsPage(parsed))
            CommandFailedException.ThrowIf(PageTemplate.Objection);
        if (FileOf(parsed) is { } file)
            CommandFailedException.ThrowIf(IsPage(parsed) ? PageFile.ObjectionTo(file) : OutputFile.ObjectionTo(file));
        else if (IsPage(parsed) && output.OutTerminal is not null)
            throw new CommandFailedException("A page is no text for a terminal: name a file, as in --output study.html.");
    }

    /// <summary>Writes a report that is text, to the file where there is one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">What the report goes to without a file; messages go there in any case.</param>
    /// <param name="write">Writes the report.</param>
    public async Task<T> WriteAsync<T>(ParseResult parsed, Output output, Func<Output, Task<T>> write)
    {
        if (FileOf(parsed) is not { } file)
            return await write(output);
        using var text = new StringWriter { NewLine = output.Out.NewLine };
        var result = await write(new(text, outTerminal: null, output.Error, errorTerminal: null, output.In));
        Write(file, target => target.Write(Encoding.UTF8.GetBytes(text.ToString())));
        return result;
    }

    /// <summary>Writes a file.</summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static long Write(string file, Action<Stream> write)
    {
        try
        {
            return OutputFile.Write(file, write);
        }
        catch (IOException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
    }
}
