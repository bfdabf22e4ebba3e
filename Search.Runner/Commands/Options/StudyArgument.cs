using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Which study a verb is about: a study file's own, or the one that the command line names.</summary>
/// <param name="own">The name of the study in whose file the verb runs; null where the command line must name one.</param>
internal sealed class StudyArgument(string? own)
{
    private readonly Argument<string> _argument = new("study") { Description = "The study's name, as `list` prints it." };
    private readonly Option<string> _option = new("--name") { Description = "Another study on record than this file's.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        if (own is null)
            command.Arguments.Add(_argument);
        else
            command.Options.Add(_option);
    }

    public string Of(ParseResult parsed) => own is null ? parsed.GetValue(_argument)! : parsed.GetValue(_option) ?? own;

    /// <summary>An example of a verb, as this command line would be called.</summary>
    public string Example(string verb, string rest) =>
        (own is null ? $"{Invocation.OfProgram} {verb} STUDY {rest}" : $"{Invocation.OfStudyFile} {verb} {rest}").TrimEnd();
}
