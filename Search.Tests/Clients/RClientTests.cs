using System.ComponentModel;
using System.Diagnostics;
using HyperSearch;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>The client for R, with the tool as it is.</summary>
public sealed class RClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_function_is_called_with_each_trial()
    {
        var printed = Run(
            """
            study <- hs_open(store = store, command = command)
            print(study)
            hs_run(study, function(trial) {
              set.seed(trial$seed)
              values <- trial$values
              stopifnot(values$lr >= 1e-6, values$lr <= 1e-2, values$layers %in% 1:4, is.logical(values$wide), values$act %in% c("relu", "\u00e4\"\\\n", "\U1F600"))
              stopifnot(is.null(values$units) == !values$wide)
              goes_on <- hs_report(trial, 1, if (trial$number %% 4 == 0) 0.1 else 0.5, train = 0.75)
              stopifnot(goes_on == (trial$number %% 4 != 0))
              hs_record(trial, "ms", 3.5)
              hs_note(trial, "\u00fc\U1F600 \"quoted\"\n")
              if (trial$number %% 4 == 1) stop("no luck")
              if (trial$number %% 4 == 2) return(NaN)
              0.5 + trial$number
            })
            cat(study$end, "\n")
            hs_close(study)
            """);

        Assert.Equal("study served-study: maximize accuracy over lr, layers, wide, act, units\nDone: the budget of 16 trials is used up. \n", printed);
        await ServedStudy.AssertHasRunAsync(Store, error: "no luck", scoreOfNone: "NaN", note: "ü😀 \"quoted\"\n");
    }

    [Fact]
    public async Task Errors_have_their_message_and_what_was_not_told_goes_back()
    {
        var printed = Run(
            """
            fails <- function(act) tryCatch(act, error = function(error) cat(conditionMessage(error), "\n", sep = ""))
            fails(hs_open(store = store, command = c(command), strategy = "nonsense"))
            study <- hs_open(store = store, command = command, resume = TRUE)
            first <- hs_ask(study)
            second <- hs_ask(study)
            stopifnot(hs_report(first, 1, 0.5))
            fails(hs_report(first, 1, 0.5))
            fails(hs_report(first, 2, Inf))
            fails(hs_report(first, 2.5, 1))
            fails(hs_artifact(first, "a b\n", file.path(R.home(), "COPYING")))
            hs_tell(first, 1e5, big = 1e300)
            fails(hs_tell(first, 2))
            stopifnot(hs_report(second, 100000, 0.1 + 0.2))
            writeLines("abc", "state")
            hs_checkpoint(second, 100000, "state")
            hs_release(second)
            again <- hs_ask(study)
            stopifnot(again$number == 1, again$attempt == 2, hs_restore(again, "again") == 100000, readLines("again") == "abc")
            hs_close(study)
            fails(hs_tell(again, 1))
            """);

        Assert.Equal(
            """
            `hypersearch serve` has ended; it has said why above. `dotnet tool install --global HyperSearch.Tool` installs it.
            Steps must rise from report to report, but step 1 follows step 1.
            A measurement is one number that is finite: where there is none, call hs_fail.
            A step is a whole number.
            """.ReplaceLineEndings("\n"), string.Join('\n', printed.Split('\n').Take(4)));
        Assert.EndsWith("Trial 0 was told before: a trial has one result.\nThe study is closed.\n", printed, StringComparison.Ordinal);
        var trials = await ServeProcess.TrialsAsync(new SqliteStudyStore(Store), ServedStudy.Name);
        Assert.Equal([(TrialState.Complete, 1e5), (TrialState.Waiting, null)], trials.Select(trial => (trial.State, trial.Value)));
        Assert.Equal([new Measurement(100000, 0.1 + 0.2)], trials[1].Measurements);
    }

    private string Run(string script)
    {
        Assert.SkipWhen(!HasR(), "There is no Rscript on the PATH. Install R, for example with: apt-get install r-base-core");
        var file = _folder.File("script.R");
        File.WriteAllText(file, $"source('{ProjectTests.FolderOf(Path.Combine("clients", "r"))}/hypersearch.R')\nstore <- '{Store}'\ncommand <- c('dotnet', '{typeof(RClientTests).Assembly.Location}', 'study', '{ServedStudy.Name}')\n{script}\n");
        return ClientRun.Of("Rscript", [file], Path.GetDirectoryName(Store)!, exitCode: 0);
    }

    private static bool HasR()
    {
        try
        {
            using var r = Process.Start(new ProcessStartInfo("Rscript", ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            r.WaitForExit();
            return r.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
