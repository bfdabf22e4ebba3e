using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The client for Python, with the tool as it is.</summary>
public sealed class PythonClientTests : IDisposable
{
    private const string Advice = "Install Python 3.8 or newer, for example with: apt-get install python3";

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_threads_ask_report_and_tell()
    {
        var printed = Run(
            """
            import collections, threading
            ends = collections.Counter()
            with Study(store=store, command=command) as study:
                assert (study.name, study.goal, study.metric, study.parameters[0]) == ("served-study", "maximize", "accuracy", "lr")
                def work():
                    for trial in study.trials():
                        assert 1e-6 <= trial["lr"] <= 1e-2 and type(trial["layers"]) is int and type(trial["wide"]) is bool and trial["act"] in ("relu", 'ä"\\\n', "😀")
                        assert ("units" in trial) == trial["wide"] and trial.get("units", 0) in (0, 16, 64)
                        assert 0 <= trial.seed < 2 ** 64 and trial.attempt == 1
                        goes_on = trial.report(1, 0.1 if trial.number % 4 == 0 else 0.5, train=0.75)
                        assert goes_on == (trial.number % 4 != 0) and trial.should_stop != goes_on
                        trial.record("ms", 3.5)
                        trial.note("ü")
                        if trial.number % 4 == 1:
                            trial.fail(ValueError("no luck"))
                        elif trial.number % 4 == 2:
                            trial.tell(float("nan"))
                        else:
                            trial.tell(0.5 + trial.number, size=2)
                        ends[trial.number] += 1
                threads = [threading.Thread(target=work) for _ in range(4)]
                [thread.start() for thread in threads]
                [thread.join() for thread in threads]
                print(sorted(ends.items()) == [(number, 1) for number in range(16)], study.end)
            """);

        Assert.Equal("True Done: the budget of 16 trials is used up.\n", printed);
        await ServedStudy.AssertHasRunAsync(Store, error: "ValueError: no luck", scoreOfNone: "nan", note: "ü");
    }

    [Fact]
    public async Task Errors_are_exceptions_with_their_message_and_what_was_not_told_goes_back()
    {
        var printed = Run(
            """
            def fails(act):
                try:
                    act()
                except (HyperSearchError, ValueError) as error:
                    print(type(error).__name__ + ": " + str(error))
            fails(lambda: Study(store=store, command=command, options=["--seed", "5", "--settings", "nowhere.csv"]))
            fails(lambda: Study(store=store, command=["no-such-program"]))
            with Study(store=store, command=command) as study:
                first, second = study.ask(), study.ask()
                first.report(1, 0.5)
                fails(lambda: first.report(1, 0.5))
                fails(lambda: first.report(2, float("inf")))
                fails(lambda: first.record("accuracy", 1))
                fails(lambda: first.save_artifact("a", "nowhere"))
                first.tell(1)
                fails(lambda: first.tell(2))
                def objective(trial):
                    if trial.number < 4:
                        raise RuntimeError("number %d" % trial.number)
                    return trial.number
                study.run(objective)
                second.release()
                third = study.ask()
            fails(lambda: third.tell(1))
            """);

        Assert.Equal(
            """
            HyperSearchError: The settings cannot be read: Could not find file 'FOLDER/nowhere.csv'.
            HyperSearchError: `no-such-program` could not be started: [Errno 2] No such file or directory: 'no-such-program'. `dotnet tool install --global HyperSearch.Tool` installs it.
            HyperSearchError: Steps must rise from report to report, but step 1 follows step 1.
            ValueError: A measurement must be finite, but it is inf: call fail.
            HyperSearchError: 'accuracy' is the metric of the study's goal, which `Report` records: choose another name for one beside it.
            HyperSearchError: The file FOLDER/nowhere cannot be read: Could not find file 'FOLDER/nowhere'.
            TooLate: Trial 0 was told before: a trial has one result.
            HyperSearchError: `hypersearch serve` has ended: trials that were not told go to whoever asks next.

            """.ReplaceLineEndings("\n"), printed.Replace(Path.GetDirectoryName(Store)!, "FOLDER", StringComparison.Ordinal));
        var trials = await ServeProcess.TrialsAsync(new SqliteStudyStore(Store), ServedStudy.Name);
        Assert.Equal([TrialState.Complete, TrialState.Waiting, TrialState.Failed, TrialState.Failed, TrialState.Complete], trials.Take(5).Select(trial => trial.State));
        Assert.Equal((16, "RuntimeError: number 3"), (trials.Count, trials[3].Error));
    }

    [Fact]
    public async Task An_exception_in_the_loop_and_the_end_of_the_program_give_the_trial_back_which_goes_on_from_its_checkpoint()
    {
        Run(
            """
            try:
                with Study(store=store, command=command) as study:
                    for trial in study.trials():
                        trial.report(3, 0.5)
                        with open("state", "wb") as file:
                            file.write(b"abc")
                        trial.save_checkpoint(3, "state")
                        raise KeyboardInterrupt()
            except KeyboardInterrupt:
                pass
            study = Study(store=store, command=command, resume=True)
            trial = study.ask()
            assert trial.number == 0 and trial.attempt == 2 and trial.restore("again") == 3 and open("again", "rb").read() == b"abc"
            assert study.ask().restore("none") is None
            import os, signal
            os.kill(os.getpid(), signal.SIGKILL)
            """, exitCode: 137);

        // The server sees the end of its input.
        IReadOnlyList<Trial> trials;
        do
            trials = await ServeProcess.TrialsAsync(new SqliteStudyStore(Store), ServedStudy.Name);
        while (trials.Any(trial => trial.State == TrialState.Running));
        Assert.Equal([TrialState.Waiting, TrialState.Waiting], trials.Select(trial => trial.State));
    }

    private string Run(string script, int exitCode = 0) => ClientRun.Of(
        Python.Require("json, subprocess, threading", Advice), ["-W", "error::ResourceWarning", "-c",
        $"import sys; sys.path.insert(0, {Quoted(ProjectTests.FolderOf(Path.Combine("clients", "python")))})\nsys.dont_write_bytecode = True\nfrom hypersearch import *\n"
        + $"store, command = {Quoted(Store)}, ['dotnet', {Quoted(typeof(PythonClientTests).Assembly.Location)}, 'study', '{ServedStudy.Name}']\n{script}"],
        Path.GetDirectoryName(Store)!, exitCode);

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
