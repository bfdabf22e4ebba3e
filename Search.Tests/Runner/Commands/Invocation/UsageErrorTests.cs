namespace Search.Tests;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("rnu", "There is no verb 'rnu'. Did you mean `run`?", "--help")]
    [InlineData("repotr --best 3", "There is no verb 'repotr'. Did you mean `report`?", "--help")]
    [InlineData("xyzzy", "There is no verb 'xyzzy'. There are: run, resume, work, replay, confirm, ask, serve, report, importance, trials, show, artifacts, artifact, checkpoints, enqueue, trial, tell, list, copy, rename, delete, backup, export, import.", "--help")]
    [InlineData("@file", "There is no verb '@file'. There are: run, resume, work, replay, confirm, ask, serve, report, importance, trials, show, artifacts, artifact, checkpoints, enqueue, trial, tell, list, copy, rename, delete, backup, export, import.", "--help")]
    [InlineData("--best 3", "There is no option '--best' before the verb. Options come after it.", "--help")]
    [InlineData("run --trials many", "--trials takes a whole number in digits, such as 1000, but it is 'many'.", "run --help")]
    [InlineData("run --trials 1e3", "--trials takes a whole number in digits, such as 1000, but it is '1e3'.", "run --help")]
    [InlineData("run --trials 99999999999", "--trials takes a whole number from 0 to 2147483647, but it is '99999999999'.", "run --help")]
    [InlineData("run --trials -3", "`N >= 1` must hold for --trials, but it is -3.", "run --help")]
    [InlineData("run --trials", "--trials needs a value: --trials N.", "run --help")]
    [InlineData("run --trials --workers 2", "--trials needs a value: --trials N.", "run --help")]
    [InlineData("show --name --store a.db", "--name needs a value: --name NAME.", "show --help")]
    [InlineData("report --best=", "--best needs a value: --best N.", "report --help")]
    [InlineData("run --workers 2 --workers 3", "--workers is given 2 times, but takes one value.", "run --help")]
    [InlineData("run --seed -1", "--seed takes a whole number from 0 to 18446744073709551615, but it is '-1'.", "run --help")]
    [InlineData("run --wrokers 2", "`run` has no option '--wrokers'. Did you mean --workers?", "run --help")]
    [InlineData("run -workers 2", "`run` has no option '-workers'. Did you mean --workers?", "run --help")]
    [InlineData("run 2", "`run` takes no more arguments, but there is '2'.", "run --help")]
    [InlineData("run --time", "--time needs a value: --time TIME.", "run --help")]
    [InlineData("run --time soon", "--time takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is 'soon'.", "run --help")]
    [InlineData("report --format xml", "--format is table, json, csv, md or html, but it is 'xml'.", "report --help")]
    [InlineData("report --format 1", "--format is table, json, csv, md or html, but it is '1'.", "report --help")]
    [InlineData("show --format csv", "`show` prints table or json.", "show --help")]
    [InlineData("trials --state complte", "--state is waiting, running, complete, pruned or failed, but it is 'complte'. Did you mean complete?", "trials --help")]
    [InlineData("replay --scores 3 x", "--scores takes a whole number in digits, such as 1000, but it is 'x'.", "replay --help")]
    [InlineData("delete --yes=maybe", "`delete` takes no more arguments, but there is 'maybe'.", "delete --help")]
    [InlineData("run --heartbeat x", "--heartbeat takes a duration such as 90s, 10m, 1.5h or 00:10:00, but it is 'x'.", "run --help")]
    [InlineData("show x", "<trial> takes a whole number in digits, such as 1000, but it is 'x'.", "show --help")]
    [InlineData("show 1 2", "`show` takes no more arguments, but there is '2'.", "show --help")]
    [InlineData("copy", "`copy` needs <new-name>: A name that no study in the store has.", "copy --help")]
    [InlineData("enqueue", "`enqueue` needs <values>: The setting: lr=0.01 activation=relu …", "enqueue --help")]
    public async Task What_is_wrong_is_said_in_words_of_the_command_line(string args, string message, string help)
    {
        var run = await CommandRun.OfAsync(Studies.Create(), args.Split(' '));

        Assert.Equal((2, "", $"{message}\nSee: dotnet run FILE.cs -- {help}\n"), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.OfAsync(Studies.Create(), "run", "--store", folder.File("a.db"), "--trials", "1");
        await File.WriteAllTextAsync(folder.File("b"), "rate=0.001");

        var run = await CommandRun.OfAsync(Studies.Create(), "enqueue", "--store", folder.File("a.db"), $"@{folder.File("b")}");

        Assert.Equal((1, $"A value is given as NAME=VALUE, such as lr=0.01, but it is '@{folder.File("b")}'.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task The_version_is_no_verb() => Assert.Equal(0, (await CommandRun.OfAsync(Studies.Create(), "--version")).ExitCode);

    [Fact]
    public async Task Help_answers_also_where_something_else_is_wrong()
    {
        var run = await CommandRun.OfAsync(Studies.Create(), "run", "--trials", "many", "--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Usage:\n  dotnet run FILE.cs -- run [options]", run.Out, StringComparison.Ordinal);
    }
}
